using Work.Embedded.Engine;

namespace Work.Simulation.World;

/// <summary>
/// What one process of a story has to do: the door through which its threads hand over, and the context to which its awaits come back. A killed process
/// runs nothing more; what it had in hand is forgotten.
/// </summary>
internal sealed class SimProcess(SimClock clock) : SynchronizationContext, IHandover
{
    private readonly List<Action> ready = [];

    public SimClock Clock => clock;

    public IReadOnlyList<Action> Ready => ready;

    /// <summary>It was killed.</summary>
    public bool IsDead { get; private set; }

    /// <summary>What closes its files once it is dead; the system does so for a real one.</summary>
    public List<IThreadPoolWorkItem> LastRites { get; } = [];

    public void Take(IThreadPoolWorkItem item)
    {
        if (IsDead)
        {
            LastRites.Add(item);
        }
        else
        {
            ready.Add(item.Execute);
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => Put(() => d(state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing here waits for another thread.");

    public override SynchronizationContext CreateCopy() => this;

    public void Put(Action item)
    {
        if (!IsDead)
        {
            ready.Add(item);
        }
    }

    public void RunOne(int index)
    {
        Action item = ready[index];
        ready[index] = ready[^1];
        ready.RemoveAt(ready.Count - 1);
        Inside(item);
    }

    /// <summary>Runs something as this process.</summary>
    public void Inside(Action item)
    {
        SynchronizationContext? outer = Current;
        SetSynchronizationContext(this);
        try
        {
            item();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    public void Die()
    {
        IsDead = true;
        ready.Clear();
    }
}
