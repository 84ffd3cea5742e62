using Work.Embedded.Engine.Messages;

namespace Work.Embedded.Engine.Core;

/// <summary>
/// Everything that concerns one id goes through its one actor, one turn at a time: take what is in the mailbox, decide, commit, then act. The
/// next turn begins when the commit of the last one is on disk, so an actor is the only writer of its rows and always knows what is in
/// them. It holds one entry of the busy count while it has anything to do.
/// </summary>
internal abstract class Actor(string id, EngineCore core) : ILaneItem
{
    private readonly object gate = new();
    private List<Message> mailbox = [];
    private bool scheduled;
    private bool retired;

    public string Id => id;

    protected EngineCore Core => core;

    protected object Gate => gate;

    /// <summary>Leaves a message. False when the actor has retired; the id then has, or will get, another.</summary>
    public bool Post(Message message)
    {
        lock (gate)
        {
            if (retired)
            {
                return false;
            }

            mailbox.Add(message);
            Schedule();
            return true;
        }
    }

    public ValueTask RunAsync()
    {
        List<Message> taken;
        lock (gate)
        {
            (taken, mailbox) = (mailbox, []);
        }

        return TakeTurnAsync(taken);
    }

    /// <summary>Drops what can be read again from disk, if the actor is at rest.</summary>
    public void Evict()
    {
        lock (gate)
        {
            if (!scheduled && !retired)
            {
                DropState();
                RetireIfUnneeded();
            }
        }
    }

    /// <summary>Takes a turn; ends with <see cref="EndTurn"/>, now or when its commit is on disk.</summary>
    protected abstract ValueTask TakeTurnAsync(List<Message> messages);

    protected abstract void DropState();

    /// <summary>Whether nothing would be lost if the actor went away. Called under the gate, at rest.</summary>
    protected abstract bool IsUnneeded { get; }

    /// <summary>Leaves a message without taking the gate, which the caller holds.</summary>
    protected void PostUnderGate(Message message)
    {
        mailbox.Add(message);
        Schedule();
    }

    /// <summary>Puts messages before all others, for the next turn.</summary>
    protected void PutBack(IEnumerable<Message> messages)
    {
        lock (gate)
        {
            mailbox.InsertRange(0, messages);
        }
    }

    /// <summary>Comes to rest, or takes the next turn if there are messages.</summary>
    protected void EndTurn()
    {
        lock (gate)
        {
            if (mailbox.Count > 0)
            {
                core.Steps.Enqueue(this);
                return;
            }

            scheduled = false;
            RetireIfUnneeded();
        }

        core.Turns.Exit();
        core.Busy.Exit();
    }

    private void Schedule()
    {
        if (!scheduled)
        {
            scheduled = true;
            core.Busy.Enter();
            core.Turns.Enter();
            core.Steps.Enqueue(this);
        }
    }

    private void RetireIfUnneeded()
    {
        if (IsUnneeded)
        {
            retired = true;
            core.Actors.Remove(this);
        }
    }
}
