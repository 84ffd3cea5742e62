namespace Work.Embedded.Hosting;

/// <summary>A timer of the virtual clock. Changing or disposing it makes its earlier arming void; a void arming never fires.</summary>
internal sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
{
    private readonly ExecutionContext? creator = ExecutionContext.Capture();
    private Arming? current;
    private volatile bool disposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (disposed)
        {
            return false;
        }

        var arming = dueTime == Timeout.InfiniteTimeSpan ? null : new Arming(this, period > TimeSpan.Zero ? period : null);
        Volatile.Write(ref current, arming);
        if (arming is not null)
        {
            clock.Arm(arming, dueTime);
        }

        return true;
    }

    public void Dispose()
    {
        disposed = true;
        Volatile.Write(ref current, null);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Fire(Arming arming)
    {
        if (!arming.IsCurrent)
        {
            return;
        }

        if (arming.Period is { } period)
        {
            clock.Rearm(arming, arming.DueAt + period);
        }
        else
        {
            Interlocked.CompareExchange(ref current, null, arming);
        }

        if (creator is null)
        {
            callback(state);
        }
        else
        {
            ExecutionContext.Run(creator, inner => callback(inner), state);
        }
    }

    /// <summary>One setting of the timer, as the clock's queue holds it.</summary>
    internal sealed class Arming(VirtualTimer owner, TimeSpan? period)
    {
        private readonly VirtualTimer owner = owner;

        public TimeSpan? Period { get; } = period;

        public DateTimeOffset DueAt { get; set; }

        public bool IsCurrent => ReferenceEquals(Volatile.Read(ref owner.current), this);

        public void Fire() => owner.Fire(this);
    }
}
