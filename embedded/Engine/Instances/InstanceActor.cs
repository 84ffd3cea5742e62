using Work.Embedded.Engine.Core;
using Work.Embedded.Engine.Messages;

namespace Work.Embedded.Engine.Instances;

/// <summary>
/// The one who decides about an orchestration's id. What it keeps in memory can be read again from disk, except the activities that run
/// now: while there are any it stays, so that their results find it.
/// </summary>
internal sealed class InstanceActor(string id, EngineCore core) : Actor(id, core)
{
    private int activities;
    private bool isLoaded;
    private ITimer? retry;

    public InstanceState? State { get; set; }

    protected override bool IsUnneeded => activities == 0 && (State is null || State.IsEnded);

    /// <summary>An activity will be delivered; <see cref="ActivityEnded"/> is called once for it.</summary>
    public void ActivityBegins()
    {
        lock (Gate)
        {
            activities++;
        }
    }

    /// <summary>A delivery is over, with what it brought; null when it did not end.</summary>
    public void ActivityEnded(TaskEndedMessage? ended)
    {
        if (Core.IsDead)
        {
            return;
        }

        lock (Gate)
        {
            activities--;
            if (ended is not null)
            {
                PostUnderGate(ended);
            }
        }
    }

    /// <summary>The state, read from disk if it is not in memory.</summary>
    public InstanceState? Load(bool idIsNew)
    {
        if (!isLoaded)
        {
            State = idIsNew ? null : InstanceLoader.Load(Core, Id);
            isLoaded = true;
        }

        return State;
    }

    /// <summary>The turn is on disk, or needed no writing, and its effects are under way.</summary>
    public void Rest()
    {
        if (State is null || State.IsEnded || Core.Options.ReplayAlways || State.Run is null)
        {
            Core.Sticky.Remove(this);
            if (State?.IsEnded != true)
            {
                DropState();
            }
        }
        else
        {
            Core.Sticky.Touch(this);
        }

        EndTurn();
    }

    /// <summary>The store did not take the turn: memory goes back to what is on disk, and what nobody can ask for again is tried again.</summary>
    public void RetryLater(IEnumerable<Message> messages)
    {
        DropState();
        PutBack(messages);
        retry?.Dispose();
        retry = Core.Options.RealTime.CreateTimer(_ => EndTurn(), null, Core.Options.StoreRetryDelay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The turn came to nothing, and nobody has to be told again.</summary>
    public void Forget()
    {
        DropState();
        EndTurn();
    }

    public void ReturnToMailbox(IEnumerable<Message> messages) => PutBack(messages);

    protected override ValueTask TakeTurnAsync(List<Message> messages)
    {
        if (Core.IsDead)
        {
            messages.ForEach(message => message.Ack?.TrySetException(EngineCore.Stopped()));
            return ValueTask.CompletedTask;
        }

        var turn = new InstanceTurn(this, Core);
        try
        {
            turn.Take(messages);
        }
        catch (Exception broke) when (broke is not OutOfMemoryException)
        {
            // Not the orchestrator's code, whose exceptions end its instance: the engine's own, for example an unreadable row.
            EngineLog.StepBroke(Core.Log, Id, broke);
            turn.Break(broke);
            var unasked = messages.Where(message => message.Ack is null).ToList();
            if (EngineCore.MayPass(broke) && unasked.Count > 0)
            {
                RetryLater(unasked);
            }
            else
            {
                Forget();
            }

            return ValueTask.CompletedTask;
        }

        turn.Commit();
        return ValueTask.CompletedTask;
    }

    protected override void DropState()
    {
        State = null;
        isLoaded = false;
    }
}
