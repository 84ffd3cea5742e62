using Work.Model;

namespace Work.Functions.Activities;

/// <summary>One run in this process: its token, and the reason why it fired. The first reason stays.</summary>
public sealed class ActiveRun : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Action<ActiveRun> ended;
    private int stopReason;

    internal ActiveRun(string instance, int index, int attempt, int period, Action<ActiveRun> ended)
    {
        Instance = instance;
        Index = index;
        Attempt = attempt;
        Period = period;
        this.ended = ended;
    }

    /// <summary>The instance that handed the run out.</summary>
    public string Instance { get; }

    /// <summary>The work's position there.</summary>
    public int Index { get; }

    /// <summary>Which run it is.</summary>
    public int Attempt { get; }

    /// <summary>The period that it belongs to; 0 for one-time work.</summary>
    public int Period { get; }

    /// <summary>Whether the instance was ever seen since the run began: a backend may hand a run out before it shows whose it is.</summary>
    internal bool WasSeen { get; set; }

    /// <summary>Fires when the run must stop.</summary>
    public CancellationToken Token => stop.Token;

    /// <summary>Why; <see cref="StopReason.NotStopped"/> while it may go on.</summary>
    public StopReason StopReason => (StopReason)Volatile.Read(ref stopReason);

    /// <summary>Stops the run. Only the first call counts.</summary>
    public void Stop(StopReason reason)
    {
        if (Interlocked.CompareExchange(ref stopReason, (int)reason, (int)StopReason.NotStopped) == (int)StopReason.NotStopped)
        {
            stop.Cancel();
        }
    }

    /// <summary>Ends the watch. The token source is left to the collector: a worker that ignored its stop may still hold the token.</summary>
    public void Dispose() => ended(this);
}
