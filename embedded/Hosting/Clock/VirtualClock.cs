// Authority: `now` belongs to this clock and is moved by AdvanceToAsync alone, one caller at a time (the gate).
// Order: timers fire by due instant, then by the order in which they were armed. Between two instants the clock waits for idle,
// so whatever a timer set off is done, and has armed its own next timers, before time moves on.
using Work.Embedded.Engine;

namespace Work.Embedded.Hosting;

/// <summary>A clock that stands still until it is told to move.</summary>
public sealed class VirtualClock : TimeProvider, IDisposable
{
    private readonly BusyCount busy;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly PriorityQueue<VirtualTimer.Arming, (DateTimeOffset DueAt, long Order)> armed = new();
    private readonly Lock sync = new();
    private readonly DateTimeOffset startsAt;
    private DateTimeOffset now;
    private long order;

    /// <summary>A clock that shows <paramref name="startsAt"/>; <paramref name="busy"/> says when the host is idle.</summary>
    public VirtualClock(DateTimeOffset startsAt, BusyCount busy)
    {
        this.startsAt = startsAt.ToUniversalTime();
        this.busy = busy;
        now = this.startsAt;
    }

    /// <summary>The earliest instant for which a timer is armed; null when none is.</summary>
    public DateTimeOffset? NextDueAt
    {
        get
        {
            lock (sync)
            {
                DropDisarmed();
                return armed.TryPeek(out _, out var key) ? key.DueAt : null;
            }
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (sync)
        {
            return now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => (GetUtcNow() - startsAt).Ticks;

    /// <summary>A timer on this clock. A due time of zero fires at once, counted as busy.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves to <paramref name="to"/>, firing what falls due on the way; waits for idle before, between and after. Returns now.</summary>
    public async Task<DateTimeOffset> AdvanceToAsync(DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await busy.WhenIdleAsync(cancellationToken);
            while (StepTo(to))
            {
                await busy.WhenIdleAsync(cancellationToken);
            }

            return GetUtcNow();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    internal void Arm(VirtualTimer.Arming arming, TimeSpan delay)
    {
        lock (sync)
        {
            arming.DueAt = delay > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue : now + delay;
            if (delay > TimeSpan.Zero)
            {
                armed.Enqueue(arming, (arming.DueAt, order++));
                return;
            }
        }

        FireAtOnce(arming);
    }

    internal void Rearm(VirtualTimer.Arming arming, DateTimeOffset dueAt)
    {
        lock (sync)
        {
            arming.DueAt = dueAt;
            armed.Enqueue(arming, (dueAt, order++));
        }
    }

    // Not on the caller's stack: it may hold a lock, or not have stored its timer yet.
    private void FireAtOnce(VirtualTimer.Arming arming)
    {
        busy.Enter();
        ThreadPool.UnsafeQueueUserWorkItem(
            static pair =>
            {
                try
                {
                    pair.arming.Fire();
                }
                finally
                {
                    pair.busy.Exit();
                }
            },
            (arming, busy),
            preferLocal: false);
    }

    // One instant with all its timers, or the end of the way: then false.
    private bool StepTo(DateTimeOffset to)
    {
        List<VirtualTimer.Arming> due = [];
        lock (sync)
        {
            DropDisarmed();
            if (!armed.TryPeek(out _, out var first) || first.DueAt > to)
            {
                now = to > now ? to : now;
                return false;
            }

            now = first.DueAt > now ? first.DueAt : now;
            while (armed.TryPeek(out var next, out var key) && key.DueAt <= now)
            {
                armed.Dequeue();
                due.Add(next);
            }
        }

        busy.Enter();
        try
        {
            due.ForEach(arming => arming.Fire());
        }
        finally
        {
            busy.Exit();
        }

        return true;
    }

    private void DropDisarmed()
    {
        while (armed.TryPeek(out var first, out _) && !first.IsCurrent)
        {
            armed.Dequeue();
        }
    }
}
