using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Work.Embedded.Engine.History;

namespace Work.Embedded.Engine.Orchestrations;

/// <summary>Entities as orchestrator code sees them.</summary>
internal sealed class EntityCalls(RunContext context) : TaskOrchestrationEntityFeature
{
    public override async Task CallEntityAsync(EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null) =>
        await CallEntityAsync<object>(id, operationName, input, options);

    public override Task<TResult> CallEntityAsync<TResult>(
        EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null)
    {
        var serialized = context.Serialize(input);
        return context.RequestTask<TResult>(
            number => new OperationSent(number, id.ToString(), operationName, serialized, IsCall: true, DueAt: null),
            (_, failure) => new EntityOperationFailedException(id, operationName, failure));
    }

    public override Task SignalEntityAsync(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null)
    {
        var serialized = context.Serialize(input);
        context.Request(number => new OperationSent(
            number, id.ToString(), operationName, serialized, IsCall: false, options?.SignalTime?.UtcTicks));
        return Task.CompletedTask;
    }

    public override bool InCriticalSection([NotNullWhen(true)] out IReadOnlyList<EntityInstanceId>? entityIds)
    {
        entityIds = null;
        return false;
    }

    /// <exception cref="NotSupportedException">Always: this engine has no critical sections.</exception>
    public override Task<IAsyncDisposable> LockEntitiesAsync(IEnumerable<EntityInstanceId> entityIds) => throw new NotSupportedException(
        "This engine has no critical sections. Send the entity one operation that does all that belongs together.");
}
