using Microsoft.DurableTask.Entities;
using Work.Embedded.Engine.Core;
using Work.Embedded.Engine.Messages;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.Entities;

/// <summary>
/// The one who decides about an entity. It takes what waits as one batch: the operations run one after the other, and the state after the
/// last, what they sent and the removal of what was taken are one commit.
/// </summary>
internal sealed class EntityActor(string id, EngineCore core) : Actor(id, core)
{
    private bool isLoaded;
    private ITimer? retry;

    /// <summary>The state as JSON; null when there is none.</summary>
    public string? State { get; private set; }

    public EntityInstanceId EntityId { get; } = EntityInstanceId.FromString(id);

    protected override bool IsUnneeded => !isLoaded;

    /// <summary>The batch is on disk and its effects are under way.</summary>
    public void Rest(string? state)
    {
        State = state;
        if (Core.Options.ReplayAlways || state is null)
        {
            Core.Sticky.Remove(this);
            DropState();
        }
        else
        {
            Core.Sticky.Touch(this);
        }

        EndTurn();
    }

    /// <summary>The store did not take the batch: what nobody can ask for again is tried again.</summary>
    public void RetryLater(List<Message> messages, Exception reason)
    {
        DropState();
        if (messages.Count == 0)
        {
            EndTurn();
            return;
        }

        EngineLog.StepNotStored(Core.Log, Id, Core.Options.StoreRetryDelay, reason);
        PutBack(messages);
        retry?.Dispose();
        retry = Core.Options.RealTime.CreateTimer(_ => EndTurn(), null, Core.Options.StoreRetryDelay, Timeout.InfiniteTimeSpan);
    }

    protected override async ValueTask TakeTurnAsync(List<Message> messages)
    {
        if (Core.IsDead)
        {
            messages.ForEach(message => message.Ack?.TrySetException(EngineCore.Stopped()));
            return;
        }

        var batch = new EntityBatch(this, Core, messages);
        try
        {
            if (!isLoaded)
            {
                State = EntityList.Find(Core.Store.Reads, Id)?.State;
                isLoaded = true;
            }

            await batch.RunAsync();
        }
        catch (Exception broke) when (broke is not OutOfMemoryException)
        {
            batch.Break(broke);
            if (EngineCore.MayPass(broke))
            {
                RetryLater(messages.FindAll(message => message.Ack is null), broke);
                return;
            }

            EngineLog.StepBroke(Core.Log, Id, broke);
            DropState();
            EndTurn();
            return;
        }

        Core.CountStep();
        Core.Store.Enqueue(batch);
    }

    protected override void DropState()
    {
        State = null;
        isLoaded = false;
    }
}
