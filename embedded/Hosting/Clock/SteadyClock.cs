// Authority: the system's clock, as long as it does not go back. A clock that is set back would hold up all that waits by as much, and give the same instants twice.
using Microsoft.Extensions.Logging;
using Work.Embedded.Engine;

namespace Work.Embedded.Hosting;

/// <summary>
/// The system's clock, without its steps back. When it is set ahead, this one follows at once, and says so to whoever waits. When it is set back, this one goes on from where it
/// was and runs a tenth slower until the two agree: a delay is late by a tenth at most and not by the step, and no instant comes twice. A new
/// process begins with the system's clock.
/// </summary>
internal sealed partial class SteadyClock : TimeProvider, IAdjustedClock, IDisposable
{
    private const int SlowedBy = 10;
    private static readonly long Tolerance = TimeSpan.TicksPerSecond;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private readonly TimeProvider system;
    private readonly ILogger<SteadyClock> log;
    private readonly Lock gate = new();
    private readonly ITimer look;
    private Reading last;

    public SteadyClock(TimeProvider system, ILogger<SteadyClock> log)
    {
        this.system = system;
        this.log = log;
        last = new Reading(system.GetUtcNow().UtcTicks, Steady, 0);
        look = system.CreateTimer(_ => GetUtcNow(), null, LookEvery, LookEvery);
    }

    public event Action? WentAhead;

    public override long TimestampFrequency => system.TimestampFrequency;

    private long Steady => system.GetElapsedTime(0, system.GetTimestamp()).Ticks;

    public override long GetTimestamp() => system.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => system.CreateTimer(callback, state, dueTime, period);

    public override DateTimeOffset GetUtcNow()
    {
        var seen = Volatile.Read(ref last);
        var steady = Steady;
        var shown = system.GetUtcNow().UtcTicks;
        var passed = steady - seen.Steady;
        var step = shown - seen.Shown - passed;
        return Math.Abs(step) < Tolerance && passed < Tolerance
            ? At(shown + seen.LeadAfter(passed))
            : Read();
    }

    public void Dispose() => look.Dispose();

    private DateTimeOffset Read()
    {
        long step;
        Reading now;
        lock (gate)
        {
            var steady = Steady;
            var shown = system.GetUtcNow().UtcTicks;
            var passed = steady - last.Steady;
            step = shown - last.Shown - passed;
            var lead = last.LeadAfter(passed);
            now = new Reading(shown, steady, Math.Abs(step) < Tolerance ? lead : Math.Max(0, lead - step));
            Volatile.Write(ref last, now);
        }

        if (step <= -Tolerance)
        {
            LogWentBack(TimeSpan.FromTicks(-step));
        }
        else if (step >= Tolerance)
        {
            LogWentAhead(TimeSpan.FromTicks(step));
            WentAhead?.Invoke();
        }

        return At(now.Shown + now.Lead);
    }

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    [LoggerMessage(LogLevel.Warning, "The system's clock went back by {Step}. This host goes on by its own time, a tenth slower until the two agree; a restart takes the system's at once.")]
    private partial void LogWentBack(TimeSpan step);

    [LoggerMessage(LogLevel.Warning, "The system's clock went ahead by {Step}. What fell due in between is due now.")]
    private partial void LogWentAhead(TimeSpan step);

    /// <summary>The system's clock, what was measured beside it, and how far this clock was ahead of it.</summary>
    private sealed record Reading(long Shown, long Steady, long Lead)
    {
        public long LeadAfter(long passed) => Math.Max(0, Lead - (passed / SlowedBy));
    }
}
