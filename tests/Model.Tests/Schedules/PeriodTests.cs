using System.Xml;
using Work.Model;

namespace Model.Tests.Schedules;

/// <summary>Numbers in names are those of the behaviour catalogue.</summary>
public sealed class PeriodTests
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;
    private static readonly WorkLimits Android = WorkLimits.For(WorkProfile.Android);

    [Theory]
    [InlineData("PT15M0.123S", null, "PT15M0.123S", "PT15M0.123S", "")] // 13
    [InlineData("PT1M", "PT1M", "PT15M", "PT5M", "every PT1M PT15M minPeriod, flex PT1M PT5M minFlex")] // 15
    [InlineData("PT1M", "PT5M0.123S", "PT15M", "PT5M0.123S", "every PT1M PT15M minPeriod")] // 17
    [InlineData("P2DT3H", "PT1H2M", "P2DT3H", "PT1H2M", "")] // 19
    [InlineData("PT1M", null, "PT15M", "PT15M", "every PT1M PT15M minPeriod")]
    [InlineData("PT20M", "PT30M", "PT20M", "PT20M", "flex PT30M PT20M every")]
    [InlineData("PT15M", "PT15M", "PT15M", "PT15M", "")]
    public void Floors_raise_and_the_interval_lowers_and_each_change_is_told(string every, string? flex, string heldEvery, string heldFlex, string told)
    {
        var adjustments = new List<Adjustment>();
        var period = Period.Of(Iso(every), flex is null ? null : Iso(flex), Android, "p", adjustments);
        Assert.Equal(new Period(Iso(heldEvery), Iso(heldFlex)), period);
        Assert.Equal(told, string.Join(", ", adjustments.Select(change => $"{change.Field["p.".Length..]} {change.From} {change.To} {change.Why}")));
    }

    [Fact]
    public void A_floor_of_the_flex_above_the_interval_gives_way_to_it()
    {
        var adjustments = new List<Adjustment>();
        var limits = Android with { MinFlex = TimeSpan.FromHours(1) };
        Assert.Equal(TimeSpan.FromMinutes(30), Period.Of(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(5), limits, "p", adjustments).Flex);
        Assert.Equal([new Adjustment("p.flex", "PT5M", "PT30M", "every")], adjustments);
    }

    // t0 = 10,000 ms, interval 905,000 ms, flex 305,000 ms.
    [Theory]
    [InlineData(905_000, 0, 0, 10_000)] // 3
    [InlineData(905_000, 0, 1, 915_000)] // 5
    [InlineData(305_000, 10_000, 0, 620_000)] // 7
    [InlineData(305_000, 10_000, 1, 915_000)]
    public void Flex_and_initial_delay_shift_the_first_run_only(int flex, int initialDelay, int periods, int next)
    {
        var rule = Rule(Ms(905_000)) with { Period = new Period(Ms(905_000), Ms(flex)), InitialDelay = Ms(initialDelay) };
        var state = new PeriodState { EnqueuedAt = Epoch + Ms(10_000), PeriodCount = periods };
        Assert.Equal(Epoch + Ms(next), PeriodTimes.Next(rule, state, chance: 0));
    }

    [Fact]
    public void S25_an_override_is_consumed_by_the_run_and_a_retry_backs_off_from_its_end()
    {
        var rule = Rule(Hours(100), BackoffPolicy.Linear, Hours(0.5));
        var state = Enqueued.WithOverride(Epoch + Hours(14));
        Assert.Equal(Epoch + Hours(14), PeriodTimes.Next(rule, state, 0));
        var running = state.Started();
        var after = running.Retried(Epoch + Hours(14), running.OverrideGeneration);
        Assert.Equal((0, 1, null, Epoch + Hours(14.5)), (after.PeriodCount, after.Attempts, after.Override, PeriodTimes.Next(rule, after, 0)));
    }

    [Fact]
    public void S27_an_override_set_during_the_run_survives_its_retry_and_beats_the_backoff()
    {
        var rule = Rule(Hours(100), BackoffPolicy.Linear, Hours(0.5));
        var running = Enqueued.WithOverride(Epoch + Hours(14)).Started();
        var after = running.WithOverride(Epoch + Hours(34)).Retried(Epoch + Hours(14), running.OverrideGeneration);
        Assert.Equal((0, 1, Epoch + Hours(34)), (after.PeriodCount, after.Attempts, PeriodTimes.Next(rule, after, 0)));
    }

    [Fact]
    public void S29_a_retry_at_six_with_an_hours_backoff_is_next_at_seven()
    {
        var running = Enqueued.WithOverride(Epoch + Hours(6)).Started();
        var after = running.Retried(Epoch + Hours(6), running.OverrideGeneration);
        Assert.Equal(Epoch + Hours(7), PeriodTimes.Next(Rule(Hours(100), BackoffPolicy.Linear, Hours(1)), after, 0));
    }

    [Fact]
    public void S31_an_override_beats_a_backoff_and_leaves_the_attempts()
    {
        var rule = Rule(Hours(100), BackoffPolicy.Linear, Hours(1));
        var state = Enqueued.Started().Retried(Epoch + Hours(1), 0).WithOverride(Epoch + Hours(10));
        Assert.Equal((1, Epoch + Hours(10)), (state.Attempts, PeriodTimes.Next(rule, state, 0)));
    }

    [Fact]
    public void S33_clearing_nothing_changes_no_time_but_counts()
    {
        var rule = Rule(Hours(100));
        var state = Enqueued.WithoutOverride();
        Assert.Equal((PeriodTimes.Next(rule, Enqueued, 0), 1), (PeriodTimes.Next(rule, state, 0), state.OverrideGeneration));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 15)]
    [InlineData(1, 20, 20)]
    [InlineData(0, -60, -60)]
    public void After_the_first_period_an_override_is_not_before_the_floor(int periods, int minutes, int next)
    {
        var state = Enqueued with { PeriodCount = periods, Override = Epoch + TimeSpan.FromMinutes(minutes) };
        Assert.Equal(Epoch + TimeSpan.FromMinutes(next), PeriodTimes.Next(Rule(Hours(1)), state, 0));
    }

    [Fact]
    public void S49_a_first_run_that_comes_before_its_flex_window_does_not_start()
    {
        var rule = Rule(Hours(1)) with { Period = new Period(Hours(1), Hours(0.25)) };
        Assert.False(PeriodTimes.MayStart(rule, Enqueued, Epoch, 0));
        Assert.False(PeriodTimes.MayStart(rule, Enqueued, Epoch + Hours(0.75) - Ms(1), 0));
        Assert.True(PeriodTimes.MayStart(rule, Enqueued, Epoch + Hours(0.75), 0));
    }

    [Fact]
    public void S51_an_ended_run_begins_the_next_period_whatever_its_result()
    {
        var running = (Enqueued with { Attempts = 2 }).WithOverride(Epoch).Started();
        var after = running.Ended(Epoch + Hours(3), running.OverrideGeneration);
        Assert.Equal(new PeriodState { EnqueuedAt = Epoch + Hours(3), PeriodCount = 1, Attempts = 0, OverrideGeneration = 1 }, after);
        Assert.Equal(Epoch + Hours(4), PeriodTimes.Next(Rule(Hours(1)), after, 0));
    }

    [Fact]
    public void A_stop_changes_nothing_so_that_the_backoff_counts_from_the_old_time()
    {
        var stopped = Enqueued.Started().Stopped();
        Assert.Equal((0, 1, Epoch), (stopped.PeriodCount, stopped.Attempts, stopped.EnqueuedAt));
        Assert.Equal(Epoch + TimeSpan.FromSeconds(30), PeriodTimes.Next(Rule(Hours(1)), stopped, 0));
    }

    [Fact]
    public void Missed_periods_are_not_made_up()
    {
        var late = Enqueued.Started().Ended(Epoch + Hours(10.5), 0);
        Assert.Equal(Epoch + Hours(11.5), PeriodTimes.Next(Rule(Hours(1)), late, 0));
    }

    [Fact]
    public void Backoff_stops_growing_at_its_ceiling_and_no_time_overflows()
    {
        Assert.Equal(Epoch + Hours(5), PeriodTimes.Next(Rule(Hours(1)), Enqueued with { Attempts = 60 }, 0));
        Assert.Equal(DateTimeOffset.MaxValue, PeriodTimes.Next(Rule(Hours(1)), Enqueued with { EnqueuedAt = DateTimeOffset.MaxValue, PeriodCount = 1 }, 0));
    }

    private static PeriodState Enqueued => new() { EnqueuedAt = Epoch };

    private static PeriodRule Rule(TimeSpan every, BackoffPolicy policy = BackoffPolicy.Exponential, TimeSpan? delay = null) => new()
    {
        Period = new Period(every, every),
        Backoff = new Backoff(policy, delay ?? TimeSpan.FromSeconds(30)),
        OverrideFloor = Android.MinPeriod,
    };

    private static TimeSpan Ms(int value) => TimeSpan.FromMilliseconds(value);

    private static TimeSpan Hours(double value) => TimeSpan.FromHours(value);

    private static TimeSpan Iso(string text) => XmlConvert.ToTimeSpan(text);
}
