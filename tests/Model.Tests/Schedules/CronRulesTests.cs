using Work.Model;

namespace Model.Tests.Schedules;

/// <summary>An hourly grid from the epoch; each test says at which hours runs begin and end.</summary>
public sealed class CronRulesTests
{
    private static readonly CronSchedule Hourly = Calendar.Schedule("0 * * * *", "UTC");

    [Theory]
    [InlineData(MisfirePolicy.Once, 4.0, "4", "5")]
    [InlineData(MisfirePolicy.Once, 7.5, "7.5", "8")]
    [InlineData(MisfirePolicy.Skip, 4.0, "4", "5")]
    [InlineData(MisfirePolicy.Skip, 7.01, "7.01", "8")]
    [InlineData(MisfirePolicy.Skip, 7.5, "", "8")]
    [InlineData(MisfirePolicy.All, 4.0, "4", "5")]
    [InlineData(MisfirePolicy.All, 7.5, "7.5 7.5 7.5 7.5", "8")]
    public void What_was_missed_runs_as_the_policy_says(MisfirePolicy misfire, double back, string runs, string next)
    {
        var spec = Work(misfire, OverlapPolicy.Skip);
        var (record, began) = Play(spec, Begun(spec, 3), back, back + 0.4);
        Assert.Equal(runs, string.Join(' ', began));
        Assert.Equal(next, Next(record));
    }

    [Theory]
    [InlineData(MisfirePolicy.Once)]
    [InlineData(MisfirePolicy.Skip)]
    [InlineData(MisfirePolicy.All)]
    public void A_look_that_is_repeated_decides_nothing_twice(MisfirePolicy misfire)
    {
        var spec = Work(misfire, OverlapPolicy.Skip);
        var once = Begun(spec, 3).Looked(spec, 7.5);
        Assert.Equal(Shown(once), Shown(once.Looked(spec, 7.5)));
        Assert.Equal(Shown(once), Shown(once.Looked(spec, 3)));
    }

    [Theory]
    [InlineData(OverlapPolicy.Skip, "4 8")]
    [InlineData(OverlapPolicy.Queue, "4 7.5 7.5 7.5 8")]
    public void A_firing_that_comes_while_a_run_is_out_is_dropped_or_waits(OverlapPolicy overlap, string runs)
    {
        foreach (MisfirePolicy misfire in Enum.GetValues<MisfirePolicy>())
        {
            var spec = Work(misfire, overlap);
            var record = Begun(spec, 3).HandedOut(spec, 4);
            Assert.Null(CronRules.InterruptsAt(spec, record));
            record = record.Looked(spec, 6).Ended(spec, RunEnd.Succeeded, 7.5);
            var (_, began) = Play(spec, record, 7.5, 8);
            Assert.Equal(runs, string.Join(' ', began.Prepend(4)));
        }
    }

    [Fact]
    public void A_firing_cancels_the_run_that_is_out_and_runs_when_it_has_come_back()
    {
        foreach (MisfirePolicy misfire in Enum.GetValues<MisfirePolicy>())
        {
            var spec = Work(misfire, OverlapPolicy.CancelRunning);
            var running = Begun(spec, 3).HandedOut(spec, 4);
            Assert.Equal(Periodic.At(5), CronRules.InterruptsAt(spec, running));
            Assert.Equal(running, running.Looked(spec, 4.9));
            var cancelled = running.Looked(spec, 5);
            Assert.Equal((WorkState.Enqueued, 1, 0, true, StopReason.CancelledByApp), (cancelled.State, cancelled.Period!.Count, cancelled.RunAttemptCount, cancelled.InFlight, cancelled.StopReason));
            Assert.Equal([(1, AttemptResult.Stopped, StopReason.CancelledByApp)], cancelled.Attempts!.Select(attempt => (attempt.Period, attempt.Result, attempt.StopReason)));
            Assert.Equal(StopReason.CancelledByApp, RunRules.MustStop(cancelled, 1, period: 1));

            var back = Graph.Apply(new GraphPlan([spec]), Graphs.Given.State(cancelled), new GraphEvent.RunEnded(0, new RunOutcome { Attempt = 1, Period = 1, End = RunEnd.Stopped }), Periodic.At(5.4)).Works[0];
            Assert.Equal((false, 1, Periodic.At(5)), (back.InFlight, back.Attempts!.Count, back.NextScheduleTime));
            var second = back.Looked(spec, 5.4).HandedOut(spec, 5.4);
            Assert.Equal((2, Periodic.At(6)), (PeriodRules.NumberOf(second), CronRules.InterruptsAt(spec, second)));
        }
    }

    [Theory]
    [InlineData(OverlapPolicy.Skip, 0, "4.5")]
    [InlineData(OverlapPolicy.Queue, 0, "4.5")]
    [InlineData(OverlapPolicy.CancelRunning, 1, "5")]
    public void A_backoff_is_the_run_that_is_not_finished(OverlapPolicy overlap, int periods, string next)
    {
        var spec = Work(MisfirePolicy.Once, overlap) with { Backoff = new Backoff(BackoffPolicy.Linear, TimeSpan.FromHours(0.5)) };
        var record = Begun(spec, 3).Run(spec, RunEnd.AskedForRetry, 4).Looked(spec, overlap == OverlapPolicy.CancelRunning ? 5 : 4.4);
        Assert.Equal((periods, next), (record.Period!.Count, Next(record)));
    }

    [Fact]
    public void Missed_firings_that_are_made_up_one_by_one_do_not_overlap_each_other()
    {
        var spec = Work(MisfirePolicy.All, OverlapPolicy.Skip);
        var record = Begun(spec, 3).Looked(spec, 5.5);
        var began = new List<double>();
        double now = 5.5;
        while (record.NextScheduleTime <= Periodic.At(now) && began.Count < 9)
        {
            began.Add(now);
            record = record.HandedOut(spec, now);
            now += 0.6;
            record = record.Ended(spec, RunEnd.Succeeded, now).Looked(spec, now);
        }

        // 4 and 5 were missed, 6 came behind them, and 7 while that of 6 ran.
        Assert.Equal([5.5, 6.1, 6.7], began.Select(at => Math.Round(at, 3)));
        Assert.Equal("8", Next(record));
    }

    [Fact]
    public void A_firing_at_the_very_end_of_a_run_does_not_overlap_it()
    {
        var spec = Work(MisfirePolicy.Once, OverlapPolicy.Skip);
        Assert.Equal("5", Next(Begun(spec, 3).HandedOut(spec, 4).Ended(spec, RunEnd.Succeeded, 5)));
    }

    [Fact]
    public void An_override_runs_in_the_place_of_the_firings_before_it()
    {
        var spec = Work(MisfirePolicy.All, OverlapPolicy.Queue);
        var record = PeriodRules.WithOverride(spec, Begun(spec, 3), Periodic.At(6.5));
        Assert.Equal("6.5", Next(record.Looked(spec, 6.5)));
        Assert.Equal("7", Next(record.Run(spec, RunEnd.Succeeded, 6.5)));
        var early = PeriodRules.WithOverride(spec, Begun(spec, 3), Periodic.At(3.5));
        Assert.Equal("4", Next(early.Run(spec, RunEnd.Succeeded, 3.5)));
    }

    [Fact]
    public void A_run_before_its_time_leaves_the_grid_alone()
    {
        var spec = Work(MisfirePolicy.Skip, OverlapPolicy.Skip);
        var record = RunRules.WithoutDelay(Begun(spec, 3), Periodic.At(3.2)).Looked(spec, 3.2);
        Assert.Equal("3.2", Next(record));
        Assert.Equal("4", Next(record.Run(spec, RunEnd.Succeeded, 3.2)));
    }

    [Fact]
    public void A_work_that_waits_before_a_gate_has_missed_nothing()
    {
        var spec = Work(MisfirePolicy.Skip, OverlapPolicy.Skip);
        var asked = Begun(spec, 3) with { Gates = new GateState { Asked = Gate.Constraints } };
        Assert.Equal("4", Next(asked.Looked(spec, 6.5)));
    }

    [Fact]
    public void Firings_are_planned_while_a_run_is_out_and_what_was_decided_meanwhile_does_not_come_back()
    {
        var spec = Work(MisfirePolicy.Once, OverlapPolicy.Skip);
        var record = Begun(spec, 3) with { };
        record = record with { Period = record.Period! with { Firings = [Periodic.At(4), Periodic.At(5)] } };
        Assert.False(CronRules.IsShort(spec, record));
        var running = record.HandedOut(spec, 4);
        Assert.True(CronRules.IsShort(spec, running));
        var planned = CronRules.Planned(spec, running.Ended(spec, RunEnd.Succeeded, 6.5), spec.Cron!.Grid, CronPlans.After(Hourly, running.Period!.DecidedUntil!.Value));
        Assert.Equal("7", Next(planned));
        Assert.Equal(Periodic.At(7), planned.Period!.Firings![0]);
    }

    [Fact]
    public void Firings_of_a_grid_that_was_updated_meanwhile_do_not_count()
    {
        var spec = Work(MisfirePolicy.Once, OverlapPolicy.Skip);
        var running = Begun(spec, 3).HandedOut(spec, 4);
        var daily = spec with { Cron = CronSpec.Of(new CronRule(Calendar.Schedule("0 0 * * *", "UTC"), MisfirePolicy.Once, OverlapPolicy.Skip), Periodic.At(4.5)) };
        var updated = UpdateRules.Updated(spec, running, daily, 1);
        Assert.Equal(updated, CronRules.Planned(daily, updated, spec.Cron!.Grid, CronPlans.After(Hourly, Periodic.At(4))));
        Assert.Equal("24", Next(updated.Ended(daily, RunEnd.Succeeded, 5.5)));
        var same = spec with { Cron = spec.Cron with { Overlap = OverlapPolicy.Queue, After = Periodic.At(4.5), Firings = [] } };
        Assert.Equal("6", Next(UpdateRules.Updated(spec, running, same, 1).Ended(spec, RunEnd.Succeeded, 5.5)));
    }

    [Fact]
    public void A_long_outage_outlasts_the_plan_and_the_next_one_goes_on_after_it()
    {
        var spec = Work(MisfirePolicy.Skip, OverlapPolicy.Skip);
        var record = Begun(spec, 3).Looked(spec, 1_000.5);
        Assert.Equal((null, true), (record.NextScheduleTime, CronRules.IsShort(spec, record)));
        Assert.Equal("1001", Next(CronRules.Planned(spec, record, spec.Cron!.Grid, CronPlans.After(Hourly, record.Period!.DecidedUntil!.Value))));
    }

    [Fact]
    public void A_plan_is_short_when_firings_are_rare_and_bounded_when_they_are_many()
    {
        var start = Calendar.Utc("2030-01-01T00:00:00Z");
        Assert.Equal(CronPlans.Most, CronPlans.After(Calendar.Schedule("* * * * * *", "UTC"), start).Count);
        Assert.Equal(9, CronPlans.After(Calendar.Schedule("0 0 * * *", "UTC"), start).Count);
        Assert.Equal(2, CronPlans.After(Calendar.Schedule("0 0 1 * *", "UTC"), start).Count);
        Assert.Equal([CronPlans.Never], CronPlans.After(Calendar.Schedule("0 0 1 * *", "UTC"), Calendar.Utc("9998-01-01T00:00:00Z")).TakeLast(1));
    }

    private static WorkSpec Work(MisfirePolicy misfire, OverlapPolicy overlap) =>
        Periodic.Every(TimeSpan.FromDays(1)) with { Period = null, Cron = CronSpec.Of(new CronRule(Hourly, misfire, overlap), Periodic.At(3)) };

    private static WorkRecord Begun(WorkSpec spec, double hours) => Periodic.Begun(spec, Periodic.At(hours));

    // Runs that take no time, from hour to hour, as the instance would begin them.
    private static (WorkRecord Record, List<double> Began) Play(WorkSpec spec, WorkRecord record, double from, double until)
    {
        var began = new List<double>();
        for (double now = from; now <= until && began.Count < 20;)
        {
            record = record.Looked(spec, now);
            if (record.NextScheduleTime > Periodic.At(now))
            {
                now = (record.NextScheduleTime.Value - Periodic.Epoch).TotalHours;
                continue;
            }

            began.Add(now);
            record = record.Run(spec, RunEnd.Succeeded, now);
        }

        return (record, began);
    }

    private static string Next(WorkRecord record) =>
        record.NextScheduleTime is { } next ? Math.Round((next - Periodic.Epoch).TotalHours, 3).ToString(System.Globalization.CultureInfo.InvariantCulture) : "-";

    private static (WorkState, DateTimeOffset?, DateTimeOffset?, string) Shown(WorkRecord record) =>
        (record.State, record.NextScheduleTime, record.Period!.DecidedUntil, string.Join(' ', record.Period.Firings!.Select(Rfc3339.Format)));
}
