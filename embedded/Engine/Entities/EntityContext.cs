using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Work.Embedded.Engine.Client;
using Work.Embedded.Engine.Messages;

namespace Work.Embedded.Engine.Entities;

/// <summary>What an entity's code may send; it leaves with the batch's commit, if the operation succeeds.</summary>
internal sealed class EntityContext(EntityBatch batch) : TaskEntityContext
{
    public override EntityInstanceId Id => batch.EntityId;

    public override void SignalEntity(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null) =>
        batch.Send(id.ToString(), new OperationMessage { Operation = operationName, Input = Serialize(input) }, options?.SignalTime?.UtcTicks);

    public override string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null)
    {
        var start = StartRequests.Make(batch.Core, name, input, options, ack: null, out var id);
        batch.Send(id, start, dueAt: null);
        return id;
    }

    private string? Serialize(object? value) => value is null ? null : batch.Core.Converter.Serialize(value);
}
