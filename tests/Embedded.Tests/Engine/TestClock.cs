namespace Embedded.Tests.Engine;

/// <summary>A clock that stands still until a test moves it; timers fire in order, each at its own time.</summary>
internal sealed class TestClock : TimeProvider
{
    private readonly object gate = new();
    private readonly List<TestTimer> timers = [];
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public void Set(DateTimeOffset to)
    {
        lock (gate)
        {
            now = to;
        }
    }

    public async Task AdvanceAsync(TimeSpan by, BusyCount busy)
    {
        var target = GetUtcNow() + by;
        while (true)
        {
            await busy.WhenIdleAsync(TestEngine.Patience());
            if (!TryTakeNext(target, out var timer))
            {
                break;
            }

            timer.Fire();
        }

        Set(target);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, callback, state);
        timer.Change(dueTime, period);
        lock (gate)
        {
            timers.Add(timer);
        }

        return timer;
    }

    private bool TryTakeNext(DateTimeOffset until, out TestTimer next)
    {
        lock (gate)
        {
            next = timers.Where(timer => timer.DueAt <= until).OrderBy(timer => timer.DueAt).FirstOrDefault()!;
            if (next is null)
            {
                return false;
            }

            now = next.DueAt!.Value > now ? next.DueAt.Value : now;
            next.DueAt = null;
            return true;
        }
    }

    private sealed class TestTimer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? DueAt { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : clock.now + dueTime;
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
