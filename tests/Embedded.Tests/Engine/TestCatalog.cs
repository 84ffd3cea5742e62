using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Embedded.Tests.Engine;

/// <summary>Names to delegates, and a record of what was run.</summary>
internal sealed class TestCatalog : ITaskCatalog
{
    private readonly Dictionary<string, OrchestratorCode> orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ActivityCode> activities = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, EntityCode> entities = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Deliveries of activities, in the order in which they began.</summary>
    public ConcurrentQueue<ActivityInvocation> Deliveries { get; } = new();

    public TestCatalog Orchestrator<T>(string name, Func<TaskOrchestrationContext, Task<T>> code)
    {
        orchestrators[name] = async context => await code(context);
        return this;
    }

    public TestCatalog Activity<TIn, TOut>(string name, Func<TIn, CancellationToken, Task<TOut>> code)
    {
        activities[name] = async (invocation, stop) =>
        {
            Deliveries.Enqueue(invocation);
            var input = invocation.SerializedInput is null ? default : JsonSerializer.Deserialize<TIn>(invocation.SerializedInput);
            return await code(input!, stop);
        };
        return this;
    }

    public TestCatalog Activity<TIn, TOut>(string name, Func<TIn, TOut> code) => Activity<TIn, TOut>(name, (input, _) => Task.FromResult(code(input)));

    public TestCatalog Entity(string name, Func<TaskEntityOperation, object?> code)
    {
        entities[name] = operation => ValueTask.FromResult(code(operation));
        return this;
    }

    public TestCatalog Entity(string name, ITaskEntity entity)
    {
        entities[name] = entity.RunAsync;
        return this;
    }

    public bool TryGetOrchestrator(string name, [NotNullWhen(true)] out OrchestratorCode? code) => orchestrators.TryGetValue(name, out code);

    public bool TryGetActivity(string name, [NotNullWhen(true)] out ActivityCode? code) => activities.TryGetValue(name, out code);

    public bool TryGetEntity(string name, [NotNullWhen(true)] out EntityCode? code) => entities.TryGetValue(name, out code);
}
