using System.Xml;
using Work.Model;

namespace Model.Tests.Schedules;

/// <summary>Numbers in names are those of the behaviour catalogue.</summary>
public sealed class PeriodTests
{
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
        var spec = Periodic.Every(Ms(905_000)) with { Period = new Period(Ms(905_000), Ms(flex)), InitialDelay = Ms(initialDelay) };
        var record = Periodic.Begun(spec, Periodic.Epoch + Ms(10_000));
        Assert.Equal(Periodic.Epoch + Ms(next), PeriodTimes.Next(spec, record with { Period = record.Period! with { Count = periods } }, chance: 0));
    }

    [Fact]
    public void S25_an_override_is_consumed_by_the_run_and_a_retry_backs_off_from_its_end()
    {
        var spec = Periodic.Every(Hours(100), Hours(0.5)) with { NextScheduleTimeOverride = Periodic.At(14) };
        var record = Periodic.Begun(spec);
        Assert.Equal(Periodic.At(14), record.NextScheduleTime);
        var after = record.Run(spec, RunEnd.AskedForRetry, 14);
        Assert.Equal((0, 1, null, Periodic.At(14.5)), (after.Period!.Count, after.RunAttemptCount, after.Period.Override, after.NextScheduleTime));
    }

    [Fact]
    public void S27_an_override_set_during_the_run_survives_its_retry_and_beats_the_backoff()
    {
        var spec = Periodic.Every(Hours(100), Hours(0.5)) with { NextScheduleTimeOverride = Periodic.At(14) };
        var running = PeriodRules.WithOverride(spec, Periodic.Begun(spec).HandedOut(spec, 14), Periodic.At(34));
        Assert.Equal(WorkState.Running, running.State);
        var after = running.Ended(spec, RunEnd.AskedForRetry, 14);
        Assert.Equal((0, 1, Periodic.At(34)), (after.Period!.Count, after.RunAttemptCount, after.NextScheduleTime));
    }

    [Fact]
    public void S29_a_retry_at_six_with_an_hours_backoff_is_next_at_seven()
    {
        var spec = Periodic.Every(Hours(100), Hours(1)) with { NextScheduleTimeOverride = Periodic.At(6) };
        Assert.Equal(Periodic.At(7), Periodic.Begun(spec).Run(spec, RunEnd.AskedForRetry, 6).NextScheduleTime);
    }

    [Fact]
    public void S31_an_override_beats_a_backoff_and_leaves_the_attempts()
    {
        var spec = Periodic.Every(Hours(100), Hours(1));
        var after = PeriodRules.WithOverride(spec, Periodic.Begun(spec).Run(spec, RunEnd.AskedForRetry, 1), Periodic.At(10));
        Assert.Equal((1, Periodic.At(10)), (after.RunAttemptCount, after.NextScheduleTime));
    }

    [Fact]
    public void S33_clearing_nothing_changes_no_time_but_counts()
    {
        var spec = Periodic.Every(Hours(100));
        var before = Periodic.Begun(spec);
        var after = PeriodRules.WithoutOverride(spec, before);
        Assert.Equal((before.NextScheduleTime, 1), (after.NextScheduleTime, after.Period!.OverrideGeneration));
    }

    [Fact]
    public void A_cleared_override_gives_the_time_back_that_the_schedule_has()
    {
        var spec = Periodic.Every(Hours(1)) with { NextScheduleTimeOverride = Periodic.At(14) };
        Assert.Equal(Periodic.At(0), PeriodRules.WithoutOverride(spec, Periodic.Begun(spec)).NextScheduleTime);
        var second = Periodic.Begun(spec).Run(spec, RunEnd.Succeeded, 14);
        Assert.Equal(Periodic.At(15), PeriodRules.WithoutOverride(spec, PeriodRules.WithOverride(spec, second, Periodic.At(40))).NextScheduleTime);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 15)]
    [InlineData(1, 20, 20)]
    [InlineData(0, -60, -60)]
    public void After_the_first_period_an_override_is_not_before_the_floor(int periods, int minutes, int next)
    {
        var spec = Periodic.Every(Hours(1));
        var record = Periodic.Begun(spec);
        record = PeriodRules.WithOverride(spec, record with { Period = record.Period! with { Count = periods } }, Periodic.Epoch + TimeSpan.FromMinutes(minutes));
        Assert.Equal(Periodic.Epoch + TimeSpan.FromMinutes(next), record.NextScheduleTime);
    }

    [Fact]
    public void S49_a_first_run_that_comes_before_its_flex_window_does_not_start()
    {
        var spec = Periodic.Every(Hours(1)) with { Period = new Period(Hours(1), Hours(0.25)) };
        var state = Graph.Begin(new GraphPlan([spec]), Periodic.Epoch);
        Assert.Empty(Graph.Due(new GraphPlan([spec]), state, Periodic.Epoch));
        Assert.Empty(Graph.Due(new GraphPlan([spec]), state, Periodic.At(0.75) - Ms(1)));
        Assert.Equal([0], Graph.Due(new GraphPlan([spec]), state, Periodic.At(0.75)));
    }

    [Theory]
    [InlineData(RunEnd.Succeeded, AttemptResult.Success)]
    [InlineData(RunEnd.Failed, AttemptResult.Failure)]
    [InlineData(RunEnd.Threw, AttemptResult.Failure)]
    public void S51_an_ended_run_begins_the_next_period_whatever_its_result(RunEnd end, AttemptResult result)
    {
        var spec = Periodic.Every(Hours(1));
        var after = Periodic.Begun(spec).Run(spec, RunEnd.AskedForRetry, 1).Run(spec, end, 3);
        Assert.Equal((WorkState.Enqueued, 1, 0, Periodic.At(3), Periodic.At(4)), (after.State, after.Period!.Count, after.RunAttemptCount, after.EnqueuedAt!.Value, after.NextScheduleTime!.Value));
        Assert.Equal((null, null, null), (after.Output, after.FinishedAt, after.Progress));
        Assert.Equal([(1, 1, AttemptResult.Retry), (1, 2, result)], after.Attempts!.Select(attempt => (attempt.Period, attempt.Number, attempt.Result)));
        Assert.Equal("""{"n":1}""", after.Attempts![1].Output!.Inline.ToString());
    }

    [Fact]
    public void A_retry_keeps_the_period_and_counts_its_attempts_and_the_delay_grows()
    {
        var spec = Periodic.Every(Hours(100), Hours(1));
        var record = Periodic.Begun(spec).Run(spec, RunEnd.AskedForRetry, 0).Run(spec, RunEnd.AskedForRetry, 1);
        Assert.Equal((0, 2, Periodic.At(3)), (record.Period!.Count, record.RunAttemptCount, record.NextScheduleTime));
        Assert.Equal(1, record.HandedOut(spec, 3).Ended(spec, RunEnd.Succeeded, 3).Period!.Count);
    }

    [Theory]
    [InlineData(RunEnd.Stopped)]
    [InlineData(RunEnd.Lost)]
    public void A_stop_and_a_crash_run_the_same_period_again_after_a_backoff_from_the_old_time(RunEnd end)
    {
        var spec = Periodic.Every(Hours(1));
        var stopped = Periodic.Begun(spec).Run(spec, end, 0);
        Assert.Equal((0, 1, Periodic.Epoch), (stopped.Period!.Count, stopped.RunAttemptCount, stopped.EnqueuedAt));
        Assert.Equal(Periodic.Epoch + TimeSpan.FromSeconds(30), stopped.NextScheduleTime);
    }

    [Fact]
    public void A_stop_leaves_the_override_to_the_next_run()
    {
        var spec = Periodic.Every(Hours(1)) with { NextScheduleTimeOverride = Periodic.At(6) };
        var stopped = Periodic.Begun(spec).Run(spec, RunEnd.Stopped, 6);
        Assert.Equal((Periodic.At(6), Periodic.At(6)), (stopped.Period!.Override, stopped.NextScheduleTime));
    }

    [Fact]
    public void Attempts_that_are_used_up_end_the_period_and_not_the_work()
    {
        var spec = Periodic.Every(Hours(100), Hours(1)) with { MaxAttempts = 2 };
        var record = Periodic.Begun(spec).Run(spec, RunEnd.AskedForRetry, 0).Run(spec, RunEnd.AskedForRetry, 1);
        Assert.Equal((WorkState.Enqueued, 1, 0, 0, Periodic.At(101)), (record.State, record.Period!.Count, record.RunAttemptCount, record.FailedAttempts, record.NextScheduleTime!.Value));
        Assert.Equal(WorkErrors.AttemptsExhaustedType, record.Error!.Type);
    }

    [Fact]
    public void Missed_periods_are_not_made_up()
    {
        var spec = Periodic.Every(Hours(1));
        Assert.Equal(Periodic.At(11.5), Periodic.Begun(spec).Run(spec, RunEnd.Succeeded, 10.5).NextScheduleTime);
    }

    [Fact]
    public void Only_a_cancel_ends_it()
    {
        var spec = Periodic.Every(Hours(1));
        var cancelled = RunRules.Cancelled(Periodic.Begun(spec).Run(spec, RunEnd.Succeeded, 0), StopReason.CancelledByApp, Periodic.At(1));
        Assert.Equal((WorkState.Cancelled, null, StopReason.NotStopped), (cancelled.State, cancelled.NextScheduleTime, cancelled.StopReason));
        Assert.Equal(cancelled, PeriodRules.WithOverride(spec, cancelled, Periodic.At(2)));
    }

    [Fact]
    public void A_result_of_an_earlier_period_changes_nothing()
    {
        var spec = Periodic.Every(Hours(1));
        var second = Periodic.Begun(spec).Run(spec, RunEnd.Succeeded, 0).HandedOut(spec, 1);
        var late = new GraphEvent.Reported(0, 1, Graphs.Given.Json("""{"n":1}"""), Period: 1);
        Assert.Equal(second, Graph.Apply(new GraphPlan([spec]), Graphs.Given.State(second), late, Periodic.At(1)).Works[0]);
        Assert.Equal(StopReason.CancelledByApp, RunRules.MustStop(second, 1, period: 1));
        Assert.Null(RunRules.MustStop(second, 1, period: 2));
    }

    [Fact]
    public void Backoff_stops_growing_at_its_ceiling_and_no_time_overflows()
    {
        var spec = Periodic.Every(Hours(1)) with { Backoff = new Backoff(BackoffPolicy.Exponential, TimeSpan.FromSeconds(30)) };
        Assert.Equal(Periodic.At(5), PeriodTimes.Next(spec, Periodic.Begun(spec) with { RunAttemptCount = 60 }, 0));
        var end = Periodic.Begun(spec, DateTimeOffset.MaxValue);
        Assert.Equal(DateTimeOffset.MaxValue, PeriodTimes.Next(spec, end with { Period = end.Period! with { Count = 1 } }, 0));
    }

    [Fact]
    public void The_past_periods_always_fit_the_status_and_the_latest_stay()
    {
        var spec = Periodic.Every(Hours(1));
        var record = Periodic.Begun(spec);
        for (int hour = 0; hour < 500; hour++)
        {
            record = record.Run(spec, RunEnd.Succeeded, hour);
            Assert.False(GraphStatus.Of(Graphs.Given.State(record)).Trimmed);
        }

        Assert.InRange(record.Attempts!.Count, 20, 60);
        Assert.Equal(500, record.Attempts[^1].Period);
    }

    private static TimeSpan Ms(int value) => TimeSpan.FromMilliseconds(value);

    private static TimeSpan Hours(double value) => TimeSpan.FromHours(value);

    private static TimeSpan Iso(string text) => XmlConvert.ToTimeSpan(text);
}
