using Work.Model;

namespace Model.Tests.Graphs;

/// <summary>A message may come twice, or when the work has moved on: it means one run of a work, and no other.</summary>
public sealed class TurnTests
{
    private static readonly WorkSpec Periodic = Given.Spec("a") with { Period = new Period(TimeSpan.FromHours(1), TimeSpan.FromHours(1)) };
    private static readonly WorkSpec Charging = Given.Spec("a") with { Constraints = new Constraints { Charging = true } };

    private static readonly WorkSpec Daily = Given.Spec("a") with
    {
        Cron = new CronSpec("0 0 * * *", "UTC", MisfirePolicy.Once, OverlapPolicy.Skip) { Firings = [Given.Now.AddHours(12), Given.Now.AddHours(36)], After = Given.Now.AddHours(-12) },
    };

    [Fact]
    public void A_skip_that_comes_twice_skips_the_initial_delay_and_not_the_period_after_it() =>
        SkipsOnce(Periodic with { InitialDelay = TimeSpan.FromHours(2) }, Begun(Periodic with { InitialDelay = TimeSpan.FromHours(2) }), RunEnd.Succeeded);

    [Fact]
    public void A_skip_that_comes_twice_skips_one_period() =>
        SkipsOnce(Periodic, Given.State(Given.Enqueued(Given.Now.AddMinutes(50)) with { Period = new PeriodState { Count = 2 } }), RunEnd.Succeeded, period: 3);

    [Fact]
    public void A_skip_that_comes_twice_skips_the_initial_delay_and_not_the_backoff_after_it()
    {
        WorkSpec delayed = Given.Spec("a") with { InitialDelay = TimeSpan.FromHours(2) };
        SkipsOnce(delayed, Begun(delayed), RunEnd.AskedForRetry);
    }

    [Fact]
    public void A_skip_that_comes_twice_skips_one_backoff()
    {
        WorkSpec plain = Given.Spec("a");
        SkipsOnce(plain, Begun(plain).Run(Given.Plan(plain), 0, RunEnd.AskedForRetry, Given.Now), RunEnd.AskedForRetry);
    }

    [Fact]
    public void A_skip_that_comes_twice_runs_before_a_firing_once_and_leaves_it_the_run_of_its_own() => SkipsOnce(Daily, Begun(Daily), RunEnd.Succeeded);

    [Fact]
    public void A_skip_of_a_delay_that_an_update_has_replaced_skips_nothing()
    {
        WorkSpec delayed = Given.Spec("a") with { InitialDelay = TimeSpan.FromHours(2) };
        GraphPlan plan = Given.Plan(delayed);
        GraphState begun = Begun(delayed);
        GraphState updated = Graph.Apply(plan, begun, new GraphEvent.Updated(0, 1, delayed with { InitialDelay = TimeSpan.FromHours(3) }), Given.Now);
        Assert.Equal(Given.Now.AddHours(3), updated.Works[0].NextScheduleTime);
        Assert.Equal(Shown.Of(updated), Shown.Of(Graph.Apply(plan, updated, GraphEvent.DelaySkipped.Of(0, begun.Works[0]), Given.Now)));
    }

    [Fact]
    public void A_delay_that_was_read_from_storage_is_the_one_that_the_instance_knows_more_exactly()
    {
        WorkSpec delayed = Given.Spec("a") with { InitialDelay = TimeSpan.FromHours(2) + TimeSpan.FromTicks(7) };
        GraphState begun = Begun(delayed);
        WorkRecord read = JsonText.Read<WorkRecord>(JsonText.Of(begun.Works[0]));
        Assert.NotEqual(begun.Works[0].NextScheduleTime, read.NextScheduleTime);
        GraphState skipped = Graph.Apply(Given.Plan(delayed), begun, GraphEvent.DelaySkipped.Of(0, read), Given.Now);
        Assert.Equal(Given.Now, skipped.Works[0].NextScheduleTime);
    }

    [Fact]
    public void A_stop_that_comes_twice_stops_one_run()
    {
        GraphPlan plan = Given.Plan(Given.Spec("a"));
        GraphState running = Given.State(Given.Running());
        var stop = new GraphEvent.StopAsked(0, StopReason.Preempt) { Turn = Turn.Of(running.Works[0]) };
        GraphState stopped = Graph.Apply(plan, running, stop, Given.Now);
        Assert.Equal(WorkState.Enqueued, stopped.Works[0].State);
        GraphState back = Graph.Apply(plan, stopped, Given.Result(0, RunEnd.Stopped), Given.Now);
        GraphState again = Graph.HandOut(plan, back, 0, Given.Now.AddMinutes(1));
        Assert.Equal(Shown.Of(again), Shown.Of(Graph.Apply(plan, again, stop, Given.Now.AddMinutes(2))));
    }

    [Fact]
    public void Constraints_that_are_said_twice_to_be_met_are_met_for_one_run()
    {
        GraphPlan plan = Given.Plan(Charging);
        GraphState begun = Begun(Charging);
        var met = new GraphEvent.ConstraintsMet(0) { Turn = Turn.Of(begun.Works[0]) };
        GraphState open = Graph.Apply(plan, begun, met, Given.Now);
        Assert.Equal(Gate.None, GateRules.Next(Charging, open.Works[0]));
        GraphState retried = Graph.Leave(open.Run(plan, 0, RunEnd.AskedForRetry, Given.Now), 0);
        Assert.Equal(Gate.Constraints, GateRules.Next(Charging, retried.Works[0]));
        Assert.Equal(Shown.Of(retried), Shown.Of(Graph.Apply(plan, retried, met, Given.Now)));
    }

    [Fact]
    public void Stored_messages_from_before_turns_were_told_mean_the_work_as_it_is()
    {
        WorkSpec delayed = Charging with { InitialDelay = TimeSpan.FromHours(2) };
        GraphPlan plan = Given.Plan(delayed);
        GraphState state = Begun(delayed);
        state = Graph.Apply(plan, state, Stored("""{"SkipDelay":{"Work":0}}"""), Given.Now);
        Assert.Equal(Given.Now, state.Works[0].NextScheduleTime);
        state = Graph.Apply(plan, state, Stored("""{"Met":{"Work":0}}"""), Given.Now);
        Assert.Equal(Gate.None, GateRules.Next(delayed, state.Works[0]));
        state = Graph.Apply(plan, Graph.HandOut(plan, state, 0, Given.Now), Stored($$$"""{"Stop":{"Work":0,"Reason":{{{JsonText.Of(StopReason.Timeout)}}}}}"""), Given.Now);
        Assert.Equal((WorkState.Enqueued, StopReason.Timeout), (state.Works[0].State, state.Works[0].StopReason));
    }

    private static GraphEvent Stored(string message) => JsonText.Read<GraphMessage>(message).Event!;

    private static GraphState Begun(WorkSpec spec) => Graph.Begin(Given.Plan(spec), Given.Now);

    private static void SkipsOnce(WorkSpec spec, GraphState waiting, RunEnd end, int period = 1)
    {
        GraphPlan plan = Given.Plan(spec);
        DateTimeOffset early = Given.Now.AddMilliseconds(10);
        Assert.True(RunRules.WaitsForTime(waiting.Works[0], early));
        var skip = GraphEvent.DelaySkipped.Of(0, waiting.Works[0]);
        GraphState due = Graph.Apply(plan, waiting, skip, early);
        Assert.Equal(early, due.Works[0].NextScheduleTime);
        Assert.Equal(Shown.Of(due), Shown.Of(Graph.Apply(plan, due, skip, early)));

        GraphState running = Graph.HandOut(plan, due, 0, early);
        Assert.Equal(Shown.Of(running), Shown.Of(Graph.Apply(plan, running, skip, early)));
        var outcome = new RunOutcome { Attempt = running.Works[0].RunAttemptCount, Period = spec.IsPeriodic ? period : 0, End = end };
        GraphState next = Graph.Apply(plan, running, new GraphEvent.RunEnded(0, outcome), early.AddMilliseconds(1));
        Assert.True(RunRules.WaitsForTime(next.Works[0], early.AddMilliseconds(2)));
        Assert.Equal(Shown.Of(next), Shown.Of(Graph.Apply(plan, next, skip, early.AddMilliseconds(2))));
    }
}
