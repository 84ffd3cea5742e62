using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Work.Embedded.Engine;

/// <summary>
/// What the engine runs: names to code. The host fills it from the app's functions; a test fills it with delegates.
/// Names ignore case, as function names do.
/// </summary>
public interface ITaskCatalog
{
    /// <summary>The orchestrator of this name.</summary>
    bool TryGetOrchestrator(string name, [NotNullWhen(true)] out OrchestratorCode? code);

    /// <summary>The activity of this name.</summary>
    bool TryGetActivity(string name, [NotNullWhen(true)] out ActivityCode? code);

    /// <summary>The entity of this name.</summary>
    bool TryGetEntity(string name, [NotNullWhen(true)] out EntityCode? code);
}

/// <summary>Runs an orchestrator from its first line; the result becomes the instance's output.</summary>
public delegate Task<object?> OrchestratorCode(TaskOrchestrationContext context);

/// <summary>Runs an activity; the result becomes the task's. <paramref name="stop"/> is the host's shutdown.</summary>
public delegate Task<object?> ActivityCode(ActivityInvocation invocation, CancellationToken stop);

/// <summary>Runs one operation of an entity.</summary>
public delegate ValueTask<object?> EntityCode(TaskEntityOperation operation);

/// <summary>One delivery of an activity task.</summary>
/// <param name="InstanceId">The orchestration that scheduled it.</param>
/// <param name="Name">The activity's name.</param>
/// <param name="TaskId">The event id of its TaskScheduled event.</param>
/// <param name="SerializedInput">The input as JSON.</param>
/// <param name="Redeliveries">How often it was handed out before without an end being recorded: 0 unless a process died.</param>
public sealed record ActivityInvocation(string InstanceId, string Name, int TaskId, string? SerializedInput, int Redeliveries)
{
    /// <summary>The input as the orchestrator gave it, when its type says that it never changes; otherwise null, and <see cref="SerializedInput"/> has it.</summary>
    public object? InputValue { get; init; }
}
