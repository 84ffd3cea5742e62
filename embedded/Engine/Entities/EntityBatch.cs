using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Work.Embedded.Engine.Core;
using Work.Embedded.Engine.Messages;
using Work.Embedded.Engine.Orchestrations;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.Entities;

/// <summary>
/// The operations that an entity takes at once. One that throws leaves neither a change of the state nor a message. A crash before the
/// commit leaves nothing of the batch, and its stored messages come again; after it, all of it.
/// </summary>
internal sealed class EntityBatch(EntityActor actor, EngineCore core, List<Message> messages) : IStoreWrite, IThreadPoolWorkItem
{
    private readonly List<(StoredMessage Stored, Message Message)> outgoing = [];
    private string? state = actor.State;
    private Exception? failure;

    public EntityInstanceId EntityId => actor.EntityId;

    public EngineCore Core => core;

    public async ValueTask RunAsync()
    {
        state = actor.State;
        foreach (var operation in messages.OfType<OperationMessage>())
        {
            await RunAsync(operation);
        }
    }

    public void Break(Exception reason) => messages.ForEach(message => message.Ack?.TrySetException(reason));

    /// <summary>Sends with this batch's commit.</summary>
    public void Send(string target, Message message, long? dueAt)
    {
        message.Number = core.Store.NextMessage();
        outgoing.Add((new StoredMessage(message.Number, target, dueAt, MessageCodec.Write(message)), message));
    }

    public void Apply(StoreWriter writer)
    {
        if (state is null)
        {
            writer.Entities.Delete(actor.Id);
        }
        else
        {
            writer.Entities.Save(new EntityRecord(actor.Id, state, core.Now));
        }

        outgoing.ForEach(sent => writer.Messages.Insert(sent.Stored));
        messages.Where(message => message.Number != 0).ToList().ForEach(message => writer.Messages.Delete(message.Number));
    }

    public void Committed() => core.HandOver(this);

    public void Failed(Exception reason)
    {
        failure = reason;
        core.HandOver(this);
    }

    public void Execute()
    {
        if (failure is not null)
        {
            Break(failure);
            actor.RetryLater([.. messages.Where(message => message.Ack is null)], failure);
            return;
        }

        if (!core.Pass("before-dispatch"))
        {
            return;
        }

        foreach (var (stored, message) in outgoing)
        {
            if (stored.DueAt is { } dueAt)
            {
                core.Wakes.Deliver(stored.Target, message, dueAt);
            }
            else
            {
                core.Actors.Post(stored.Target, message);
            }
        }

        messages.ForEach(message => message.Ack?.TrySetResult());
        if (core.Pass("after-dispatch"))
        {
            actor.Rest(state);
        }
    }

    private async ValueTask RunAsync(OperationMessage message)
    {
        core.Tally.Operated(message);
        var sentBefore = outgoing.Count;
        var operation = new EntityOperation(this, message, new EntityState(core.Converter, state));
        try
        {
            if (!core.Catalog.TryGetEntity(EntityId.Name, out var code))
            {
                throw new InvalidOperationException($"There is no entity function named '{EntityId.Name}'.");
            }

            var result = core.Converter.Serialize(await code(operation));
            state = operation.Kept.Serialized;
            Reply(message, result, null);
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            EngineLog.OperationFailed(core.Log, message.Operation, actor.Id, thrown);
            outgoing.RemoveRange(sentBefore, outgoing.Count - sentBefore);
            Reply(message, null, Failures.From(thrown));
        }
    }

    private void Reply(OperationMessage message, string? result, TaskFailureDetails? failed)
    {
        if (message.Caller is { } caller)
        {
            Send(caller.InstanceId, new TaskEndedMessage(caller.Row, caller.Execution, caller.TaskId, result, failed), dueAt: null);
        }
    }
}
