using System.Collections.Concurrent;
using System.Diagnostics;
using Work.Functions.Host;

namespace Work.Functions.Tests.Callers;

/// <summary>Real time that a test moves on; what falls due on the way is due at once.</summary>
internal sealed class MovedTime : RealTime
{
    private readonly ConcurrentDictionary<MovedTimer, byte> _timers = new();
    private TimeSpan _moved;

    public void Move(TimeSpan by)
    {
        _moved += by;
        foreach (MovedTimer timer in _timers.Keys)
        {
            timer.FireIfDue();
        }
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _moved;

    public override long GetTimestamp() => Stopwatch.GetTimestamp() + (long)(_moved.TotalSeconds * Stopwatch.Frequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new MovedTimer(this, base.CreateTimer(callback, state, dueTime, period), dueTime, period);
        _timers[timer] = 0;
        return timer;
    }

    private sealed class MovedTimer(MovedTime time, ITimer inner, TimeSpan dueTime, TimeSpan period) : ITimer
    {
        private DateTimeOffset? _dueAt = DueAt(time, dueTime);
        private TimeSpan _period = period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            (_dueAt, _period) = (DueAt(time, dueTime), period);
            return inner.Change(dueTime, period);
        }

        public void FireIfDue()
        {
            if (_dueAt <= time.GetUtcNow())
            {
                _dueAt = null;
                inner.Change(TimeSpan.Zero, _period);
            }
        }

        public void Dispose()
        {
            time._timers.TryRemove(this, out _);
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private static DateTimeOffset? DueAt(MovedTime time, TimeSpan due) => due < TimeSpan.Zero ? null : time.GetUtcNow() + due;
    }
}
