using Work.Functions.Host;

namespace Work.Simulation.World;

/// <summary>
/// The time of one life of the process. It stands still until the loop moves it, and fires one timer at a time; the callback runs as an item of the loop.
/// </summary>
internal sealed class SimClock(DateTimeOffset startsAt) : TimeProvider
{
    private readonly PriorityQueue<Arming, (long DueAt, long Order)> armed = new();
    private long order;

    public DateTimeOffset Now { get; private set; } = startsAt;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>When the next timer is due; null when none is armed.</summary>
    public DateTimeOffset? NextDueAt
    {
        get
        {
            while (armed.TryPeek(out Arming? first, out (long DueAt, long Order) key))
            {
                if (first.IsCurrent)
                {
                    return new DateTimeOffset(key.DueAt, TimeSpan.Zero);
                }

                armed.Dequeue();
            }

            return null;
        }
    }

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void MoveTo(DateTimeOffset to) => Now = to > Now ? to : Now;

    /// <summary>Takes the first timer out of the queue, moving to when it is due.</summary>
    public Action TakeNext()
    {
        Arming first = armed.Dequeue();
        MoveTo(new DateTimeOffset(first.DueAt, TimeSpan.Zero));
        return first.Fire;
    }

    private void Arm(Arming arming) => armed.Enqueue(arming, (arming.DueAt, order++));

    /// <summary>One setting of a timer; a later one makes it void.</summary>
    private sealed class Arming(SimTimer owner, TimeSpan period)
    {
        public long DueAt { get; set; }

        public bool IsCurrent => ReferenceEquals(owner.Current, this);

        public TimeSpan Period => period;

        public void Fire() => owner.Fire(this);
    }

    private sealed class SimTimer(SimClock clock, TimerCallback callback, object? state) : ITimer
    {
        private readonly ExecutionContext? creator = ExecutionContext.Capture();
        private bool isDisposed;

        public Arming? Current { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (isDisposed)
            {
                return false;
            }

            Current = null;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Current = new Arming(this, period) { DueAt = DueAfter(dueTime) };
                clock.Arm(Current);
            }

            return true;
        }

        public void Fire(Arming arming)
        {
            if (!arming.IsCurrent)
            {
                return;
            }

            if (arming.Period > TimeSpan.Zero)
            {
                arming.DueAt += arming.Period.Ticks;
                clock.Arm(arming);
            }
            else
            {
                Current = null;
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

        public void Dispose()
        {
            isDisposed = true;
            Current = null;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private long DueAfter(TimeSpan wait) => wait > DateTimeOffset.MaxValue - clock.Now ? DateTimeOffset.MaxValue.UtcTicks : (clock.Now + wait).UtcTicks;
    }
}

/// <summary>The process's own time is the clock's.</summary>
internal sealed class SimTime(SimClock clock) : RealTime
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
}
