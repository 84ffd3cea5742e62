using Microsoft.Extensions.Logging.Abstractions;
using Work.Embedded.Hosting;

namespace Embedded.Tests.Hosting;

/// <summary>The host's clock follows the system's ahead, and never back.</summary>
public sealed class SteadyClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void A_step_ahead_is_followed_at_once_and_told_once()
    {
        var system = new SetClock();
        using var clock = new SteadyClock(system, NullLogger<SteadyClock>.Instance);
        int told = 0;
        clock.WentAhead += () => told++;
        system.Pass(TimeSpan.FromSeconds(10));
        DateTimeOffset before = clock.GetUtcNow();

        system.Set(Hour);

        Assert.Equal(before + Hour, clock.GetUtcNow());
        Assert.Equal(before + Hour, clock.GetUtcNow());
        Assert.Equal(1, told);
    }

    [Fact]
    public void A_step_back_is_made_up_for_by_a_tenth_until_the_two_agree_again()
    {
        var system = new SetClock();
        using var clock = new SteadyClock(system, NullLogger<SteadyClock>.Instance);
        DateTimeOffset before = clock.GetUtcNow();

        system.Set(-Hour);
        Assert.Equal(before, clock.GetUtcNow());
        system.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(before + TimeSpan.FromSeconds(9), clock.GetUtcNow());
        for (int minute = 0; minute < 601; minute++)
        {
            DateTimeOffset last = clock.GetUtcNow();
            system.Pass(TimeSpan.FromMinutes(1));
            Assert.True(clock.GetUtcNow() > last);
        }

        Assert.Equal(system.GetUtcNow(), clock.GetUtcNow());
    }

    [Fact]
    public void A_step_ahead_after_one_back_only_takes_the_lead_away()
    {
        var system = new SetClock();
        using var clock = new SteadyClock(system, NullLogger<SteadyClock>.Instance);
        DateTimeOffset before = clock.GetUtcNow();
        system.Set(-Hour);
        Assert.Equal(before, clock.GetUtcNow());

        system.Set(Hour);

        Assert.Equal(before, clock.GetUtcNow());
        Assert.Equal(system.GetUtcNow(), clock.GetUtcNow());
    }

    [Fact]
    public void Small_corrections_are_followed_as_they_come()
    {
        var system = new SetClock();
        using var clock = new SteadyClock(system, NullLogger<SteadyClock>.Instance);

        system.Set(TimeSpan.FromMilliseconds(-200));

        Assert.Equal(system.GetUtcNow(), clock.GetUtcNow());
    }

    /// <summary>A system's clock that can be set, beside a measure that cannot.</summary>
    private sealed class SetClock : TimeProvider
    {
        private DateTimeOffset shown = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private long measured;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => shown;

        public override long GetTimestamp() => measured;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();

        public void Pass(TimeSpan time)
        {
            shown += time;
            measured += time.Ticks;
        }

        public void Set(TimeSpan by) => shown += by;

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
