using Work.Model;

namespace Model.Tests.Graphs;

public sealed class PropagationTests
{
    // a and b before c, c before d; e alone.
    private static readonly GraphPlan Plan = Given.Plan(Given.Spec("a"), Given.Spec("b"), Given.Spec("c", "a", "b"), Given.Spec("d", "c"), Given.Spec("e"));
    private static readonly DateTimeOffset Later = Given.Now.AddMinutes(7);

    [Fact]
    public void At_the_enqueue_work_with_open_prerequisites_is_blocked_and_has_no_times()
    {
        var state = Graph.Begin(Plan, Given.Now);
        Assert.Equal([WorkState.Enqueued, WorkState.Enqueued, WorkState.Blocked, WorkState.Blocked, WorkState.Enqueued], state.States());
        Assert.All(state.Works.Take(2), work => Assert.Equal((Given.Now, Given.Now), (work.EnqueuedAt, work.NextScheduleTime)));
        Assert.Equal("nothing", Shown.Change(new WorkRecord(), state.Works[2]));
    }

    [Theory]
    [InlineData(WorkState.Succeeded, WorkState.Enqueued)]
    [InlineData(WorkState.Failed, WorkState.Failed)]
    [InlineData(WorkState.Cancelled, WorkState.Cancelled)]
    public void Work_after_finished_work_elsewhere_starts_as_that_ended(WorkState ended, WorkState first)
    {
        var state = Graph.Begin(Given.Plan(Given.Spec("a", "stored"), Given.Spec("b", "a")), Given.Now, [KeyValuePair.Create("stored", ended)]);
        Assert.Equal([first, first == WorkState.Enqueued ? WorkState.Blocked : first], state.States());
        Assert.Equal(first == WorkState.Enqueued ? Given.Now : null, state.Works[0].EnqueuedAt);
    }

    [Fact]
    public void Scenario_61_the_last_prerequisite_unblocks_and_stamps_the_enqueue_time()
    {
        var state = Graph.Begin(Plan, Given.Now).Run(Plan, 0, RunEnd.Succeeded, Given.Now);
        Assert.Equal(WorkState.Blocked, state.Works[2].State);
        state = state.Run(Plan, 1, RunEnd.Succeeded, Later);
        Assert.Equal((WorkState.Enqueued, Later, Later), (state.Works[2].State, state.Works[2].EnqueuedAt, state.Works[2].NextScheduleTime));
        Assert.Equal(WorkState.Blocked, state.Works[3].State);
    }

    [Fact]
    public void An_initial_delay_counts_from_the_unblocking()
    {
        var plan = Given.Plan(Given.Spec("a"), Given.Spec("b", "a") with { InitialDelay = TimeSpan.FromMinutes(10) });
        var state = Graph.Begin(plan, Given.Now).Run(plan, 0, RunEnd.Succeeded, Later);
        Assert.Equal((Later, Later.AddMinutes(10)), (state.Works[1].EnqueuedAt, state.Works[1].NextScheduleTime));
    }

    [Fact]
    public void A_failure_reaches_all_dependents_at_once_and_leaves_the_others_alone()
    {
        var state = Graph.HandOut(Plan, Graph.Begin(Plan, Given.Now), 1, Given.Now).Run(Plan, 0, RunEnd.Failed, Later, Given.Bad);
        Assert.Equal([WorkState.Failed, WorkState.Running, WorkState.Failed, WorkState.Failed, WorkState.Enqueued], state.States());
        Assert.All([state.Works[2], state.Works[3]], work => Assert.Equal((WorkErrors.PrerequisiteFailed, null, Later), (work.Error, work.Output, work.FinishedAt)));
    }

    [Fact]
    public void Exhausted_attempts_fail_the_dependents_too()
    {
        var plan = Given.Plan(Given.Spec("a") with { MaxAttempts = 1 }, Given.Spec("b", "a"));
        Assert.Equal([WorkState.Failed, WorkState.Failed], Graph.Begin(plan, Given.Now).Run(plan, 0, RunEnd.AskedForRetry, Later).States());
    }

    [Fact]
    public void Scenario_59_a_failure_spares_what_was_cancelled_but_not_what_hangs_beside_it()
    {
        var plan = Given.Plan(Given.Spec("a"), Given.Spec("b", "a"), Given.Spec("c", "a"));
        var state = Graph.Apply(plan, Graph.Begin(plan, Given.Now), Given.Cancel(1), Given.Now).Run(plan, 0, RunEnd.Failed, Later);
        Assert.Equal([WorkState.Failed, WorkState.Cancelled, WorkState.Failed], state.States());
    }

    [Fact]
    public void Failed_beats_cancelled_when_both_are_known_at_the_enqueue()
    {
        var plan = Given.Plan(Given.Spec("a", "x", "y"));
        var state = Graph.Begin(plan, Given.Now, [KeyValuePair.Create("x", WorkState.Cancelled), KeyValuePair.Create("y", WorkState.Failed)]);
        Assert.Equal([WorkState.Failed], state.States());
    }

    [Fact]
    public void Failed_beats_cancelled_when_one_message_tells_both()
    {
        var plan = Given.Plan(Given.Spec("a", "x", "y"), Given.Spec("b", "a"));
        var both = new GraphEvent.EndedElsewhere([KeyValuePair.Create("x", WorkState.Cancelled), KeyValuePair.Create("y", WorkState.Failed)]);
        Assert.Equal([WorkState.Failed, WorkState.Failed], Graph.Apply(plan, Graph.Begin(plan, Given.Now), both, Later).States());
    }

    [Fact]
    public void A_dead_prerequisite_decides_before_the_others_have_ended()
    {
        var plan = Given.Plan(Given.Spec("a", "x", "y"));
        var cancelled = new GraphEvent.EndedElsewhere([KeyValuePair.Create("y", WorkState.Cancelled)]);
        Assert.Equal([WorkState.Cancelled], Graph.Apply(plan, Graph.Begin(plan, Given.Now), cancelled, Later).States());
    }

    [Fact]
    public void Only_what_has_finished_elsewhere_counts_and_the_first_word_stands()
    {
        var plan = Given.Plan(Given.Spec("a", "x", "y"));
        GraphState Tell(GraphState state, string id, WorkState ended) =>
            Graph.Apply(plan, state, new GraphEvent.EndedElsewhere([KeyValuePair.Create(id, ended)]), Later);
        var state = Tell(Tell(Graph.Begin(plan, Given.Now), "x", WorkState.Running), "x", WorkState.Succeeded);
        Assert.Equal([WorkState.Enqueued], Tell(Tell(state, "x", WorkState.Failed), "y", WorkState.Succeeded).States());
    }

    [Fact]
    public void A_cancel_reaches_all_that_hangs_on_the_work_and_nothing_else()
    {
        var state = Graph.Apply(Plan, Graph.Begin(Plan, Given.Now), Given.Cancel(0), Later);
        Assert.Equal([WorkState.Cancelled, WorkState.Enqueued, WorkState.Cancelled, WorkState.Cancelled, WorkState.Enqueued], state.States());
        Assert.All(state.Works, work => Assert.Equal(StopReason.NotStopped, work.StopReason));
    }

    [Fact]
    public void A_cancel_of_finished_work_reaches_through_it()
    {
        var state = Graph.HandOut(Plan, Graph.Begin(Plan, Given.Now).Run(Plan, 0, RunEnd.Succeeded, Given.Now).Run(Plan, 1, RunEnd.Succeeded, Given.Now), 2, Given.Now);
        state = Graph.Apply(Plan, state, Given.Cancel(0), Later);
        Assert.Equal([WorkState.Succeeded, WorkState.Succeeded, WorkState.Cancelled, WorkState.Cancelled, WorkState.Enqueued], state.States());
        Assert.Equal(StopReason.CancelledByApp, state.Works[2].StopReason);
    }

    [Fact]
    public void A_cancel_without_positions_takes_all_that_is_unfinished()
    {
        var begun = Graph.Begin(Plan, Given.Now).Run(Plan, 4, RunEnd.Failed, Given.Now);
        var state = Graph.Apply(Plan, begun, new GraphEvent.CancelAsked(null, StopReason.User), Later);
        Assert.Equal([WorkState.Cancelled, WorkState.Cancelled, WorkState.Cancelled, WorkState.Cancelled, WorkState.Failed], state.States());
        Assert.True(state.IsFinished);
    }

    [Fact]
    public void Scenario_1_work_cancelled_in_its_delay_was_never_stopped()
    {
        var plan = Given.Plan(Given.Spec("a") with { InitialDelay = TimeSpan.FromDays(10) });
        var state = Graph.Apply(plan, Graph.Begin(plan, Given.Now), Given.Cancel(0), Later);
        Assert.Equal((WorkState.Cancelled, StopReason.NotStopped, 0), (state.Works[0].State, state.Works[0].StopReason, state.Works[0].RunAttemptCount));
    }

    [Fact]
    public void A_late_result_of_a_cancelled_run_does_not_unblock_anything()
    {
        var plan = Given.Plan(Given.Spec("a"), Given.Spec("b", "a"));
        var cancelled = Graph.Apply(plan, Graph.HandOut(plan, Graph.Begin(plan, Given.Now), 0, Given.Now), Given.Cancel(0), Given.Now);
        var state = Graph.Apply(plan, cancelled, Given.Result(0, RunEnd.Succeeded, output: "{}"), Later);
        Assert.Equal([WorkState.Cancelled, WorkState.Cancelled], state.States());
        Assert.Null(state.Works[0].Output);
    }

    [Fact]
    public void Due_work_comes_by_time_and_then_by_position()
    {
        var state = Given.State(Given.Enqueued(Given.Now), Given.Enqueued(Later), Given.Enqueued(Given.Now.AddSeconds(-1)), Given.Enqueued(Given.Now), Given.Running());
        Assert.Equal([2, 0, 3], Graph.Due(Given.Plan([.. "abcde".Select(id => Given.Spec($"{id}"))]), state, Given.Now));
    }

    [Fact]
    public void Due_work_of_a_higher_priority_comes_first()
    {
        var state = Given.State(Given.Enqueued(Given.Now.AddSeconds(-1)), Given.Enqueued(Given.Now), Given.Enqueued(Given.Now.AddSeconds(-2)));
        Assert.Equal([1, 2, 0], Graph.Due(Given.Plan(Given.Spec("a"), Given.Spec("b") with { Priority = 1 }, Given.Spec("c")), state, Given.Now));
    }

    [Fact]
    public void Work_whose_stopped_run_is_still_out_is_not_due_and_wakes_nobody()
    {
        var state = Given.State(Given.Running() with { State = WorkState.Enqueued, NextScheduleTime = Given.Now });
        Assert.Empty(Graph.Due(Given.Plan(Given.Spec("a")), state, Later));
        Assert.Null(Graph.NextWake(Plan, state));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    public void An_event_of_a_position_that_does_not_exist_changes_nothing(int position)
    {
        var begun = Graph.Begin(Plan, Given.Now);
        GraphEvent[] events =
        [
            Given.Result(position, RunEnd.Succeeded), Given.Cancel(position), new GraphEvent.StopAsked(position, StopReason.User),
            new GraphEvent.DelaySkipped(position), new GraphEvent.Reported(position, 1, null),
        ];
        Assert.All(events, happened => Assert.Equal(Shown.Of(begun), Shown.Of(Graph.Apply(Plan, begun, happened, Later))));
    }
}
