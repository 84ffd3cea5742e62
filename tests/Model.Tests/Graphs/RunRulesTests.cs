using Work.Model;

namespace Model.Tests.Graphs;

public sealed class RunRulesTests
{
    private static readonly WorkSpec Work = Given.Spec("a");

    [Fact]
    public void Scenario_37_a_success_finishes_with_one_attempt()
    {
        var ended = Once(Work, RunEnd.Succeeded);
        Assert.Equal((WorkState.Succeeded, 1, 0), (ended.State, ended.RunAttemptCount, ended.FailedAttempts));
        Assert.Equal(AttemptResult.Success, Assert.Single(ended.Attempts!).Result);
    }

    [Fact]
    public void Scenario_39_a_work_that_cannot_run_fails() => Assert.Equal(WorkState.Failed, Once(Work, RunEnd.Failed).State);

    [Theory]
    [InlineData(false, WorkState.Failed, AttemptResult.Failure)]
    [InlineData(true, WorkState.Enqueued, AttemptResult.Retry)]
    public void Scenario_41_an_exception_fails_where_exceptions_are_final_and_is_a_retry_elsewhere(bool retried, WorkState state, AttemptResult result)
    {
        var ended = Once(Work with { RetriesExceptions = retried }, RunEnd.Threw);
        Assert.Equal((state, result, Given.Bad), (ended.State, Assert.Single(ended.Attempts!).Result, ended.Error));
    }

    [Theory]
    [InlineData(WorkState.Blocked)]
    [InlineData(WorkState.Running)]
    [InlineData(WorkState.Succeeded)]
    [InlineData(WorkState.Failed)]
    [InlineData(WorkState.Cancelled)]
    public void Scenario_43_only_enqueued_work_is_due(WorkState state) =>
        Assert.Empty(Graph.Due(Given.Plan(Given.Spec("a")), Given.State(Given.Enqueued() with { State = state }), Given.Now));

    [Fact]
    public void Scenario_47_backed_off_work_is_not_due_one_hour_early()
    {
        var state = Given.State(Given.Enqueued(Given.Now.AddHours(1)) with { RunAttemptCount = 1 });
        Assert.Empty(Graph.Due(Given.Plan(Given.Spec("a")), state, Given.Now));
        Assert.Equal([0], Graph.Due(Given.Plan(Given.Spec("a")), state, Given.Now.AddHours(1)));
        Assert.Equal(Given.Now.AddHours(1), Graph.NextWake(Given.Plan(Given.Spec("a")), state));
    }

    [Fact]
    public void Scenario_53_the_eleventh_run_is_handed_out_as_attempt_11_with_10_before_it()
    {
        var state = Graph.HandOut(Given.Plan(Work), Given.State(Given.Enqueued() with { RunAttemptCount = 10 }), 0, Given.Now);
        var request = RunRequest.Of(Given.Plan(Work), state, new GraphInput { ChainId = "a", EnqueuedAt = Given.Now }, "i", 0);
        Assert.Equal((11, Given.Now), (request.Attempt, request.HandedOutAt));
    }

    [Fact]
    public void A_retry_stamps_the_enqueue_time_so_the_whole_backoff_lies_ahead()
    {
        var ended = Once(Work, RunEnd.AskedForRetry);
        Assert.Equal((Given.Now, Given.Now.AddSeconds(30)), (ended.EnqueuedAt, ended.NextScheduleTime));
    }

    [Theory]
    [InlineData(RunEnd.Stopped)]
    [InlineData(RunEnd.Lost)]
    public void A_stop_and_a_crash_leave_the_enqueue_time_alone_so_the_backoff_is_mostly_over(RunEnd end)
    {
        var ended = Once(Work, end);
        Assert.Equal((Given.Now.AddSeconds(-100), Given.Now.AddSeconds(-70)), (ended.EnqueuedAt, ended.NextScheduleTime));
    }

    [Fact]
    public void A_stop_counts_as_an_attempt_and_lengthens_the_backoff_of_a_later_retry()
    {
        var plan = Given.Plan(Work);
        var state = Given.State(Given.Enqueued()).Run(plan, 0, RunEnd.Stopped, Given.Now).Run(plan, 0, RunEnd.AskedForRetry, Given.Now);
        Assert.Equal((2, Given.Now.AddSeconds(60)), (state.Works[0].RunAttemptCount, state.Works[0].NextScheduleTime));
    }

    [Theory]
    [InlineData(RunEnd.AskedForRetry, 3)]
    [InlineData(RunEnd.Threw, 3)]
    [InlineData(RunEnd.Lost, 3)]
    public void MaxAttempts_counts_retries_exceptions_and_crashes(RunEnd end, int max)
    {
        var plan = Given.Plan(Work with { MaxAttempts = max });
        var state = Given.State(Given.Enqueued());
        for (var run = 1; run < max; run++)
        {
            state = state.Run(plan, 0, end, Given.Now, Given.Bad);
            Assert.Equal(WorkState.Enqueued, state.Works[0].State);
        }

        var ended = state.Run(plan, 0, end, Given.Now, Given.Bad).Works[0];
        Assert.Equal((WorkState.Failed, Given.Now, null, max), (ended.State, ended.FinishedAt, ended.NextScheduleTime, ended.FailedAttempts));
        Assert.Equal("attemptsExhausted", ended.Error?.Type);
        Assert.Contains($"{Given.Bad.Type}: {Given.Bad.Message}", ended.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MaxAttempts_does_not_count_stops()
    {
        var plan = Given.Plan(Work with { MaxAttempts = 1 });
        var state = Given.State(Given.Enqueued());
        for (var run = 0; run < 5; run++)
        {
            state = state.Run(plan, 0, RunEnd.Stopped, Given.Now);
        }

        Assert.Equal((WorkState.Enqueued, 5, 0), (state.Works[0].State, state.Works[0].RunAttemptCount, state.Works[0].FailedAttempts));
    }

    [Fact]
    public void Without_maxAttempts_retries_never_end()
    {
        var plan = Given.Plan(Work with { MaxAttempts = 0 });
        var state = Given.State(Given.Enqueued());
        for (var run = 0; run < 1_000; run++)
        {
            state = state.Run(plan, 0, RunEnd.AskedForRetry, Given.Now);
        }

        Assert.Equal((WorkState.Enqueued, 1_000, Given.Now.AddHours(5)), (state.Works[0].State, state.Works[0].RunAttemptCount, state.Works[0].NextScheduleTime));
    }

    [Fact]
    public void A_record_keeps_the_newest_100_ended_runs()
    {
        var plan = Given.Plan(Work);
        var state = Enumerable.Range(0, 130).Aggregate(Given.State(Given.Enqueued()), (state, _) => state.Run(plan, 0, RunEnd.AskedForRetry, Given.Now));
        Assert.Equal(Enumerable.Range(31, 100), state.Works[0].Attempts!.Select(attempt => attempt.Number));
    }

    [Theory]
    [InlineData(10, 30)]
    [InlineData(45, 45)]
    public void A_worker_can_ask_for_a_longer_wait_than_the_backoff_but_not_for_a_shorter_one(int atLeast, int waits) =>
        Assert.Equal(Given.Now.AddSeconds(waits), Retried(TimeSpan.FromSeconds(atLeast)).NextScheduleTime);

    [Fact]
    public void A_worker_that_asks_for_an_endless_wait_gets_it() => Assert.Equal(DateTimeOffset.MaxValue, Retried(TimeSpan.MaxValue).NextScheduleTime);

    [Fact]
    public void A_success_after_a_retry_has_no_error()
    {
        var plan = Given.Plan(Work);
        var state = Given.State(Given.Enqueued()).Run(plan, 0, RunEnd.Threw, Given.Now, Given.Bad);
        Assert.Equal(Given.Bad, state.Works[0].Error);
        Assert.Null(state.Run(plan, 0, RunEnd.Succeeded, Given.Now).Works[0].Error);
    }

    [Fact]
    public void A_run_must_stop_when_it_is_no_longer_the_current_one()
    {
        Assert.Null(RunRules.MustStop(Given.Running(2), 2));
        Assert.Equal(StopReason.CancelledByApp, RunRules.MustStop(Given.Running(3), 2));
        var stopped = RunRules.Stopped(Work, Given.Running(2), StopReason.Timeout, Given.Now);
        Assert.Equal(StopReason.Timeout, RunRules.MustStop(stopped, 2));
        Assert.Equal(StopReason.CancelledByApp, RunRules.MustStop(RunRules.Cancelled(stopped, StopReason.CancelledByApp, Given.Now), 2));
        Assert.Equal(StopReason.User, RunRules.MustStop(RunRules.Cancelled(Given.Running(2), StopReason.User, Given.Now), 2));
    }

    [Fact]
    public void A_run_does_not_stop_for_a_record_of_before_its_hand_out()
    {
        Assert.Null(RunRules.MustStop(Given.Enqueued(), 1));
        Assert.Null(RunRules.MustStop(Given.Running(1), 2));
        Assert.Equal(StopReason.CancelledByApp, RunRules.MustStop(RunRules.Cancelled(Given.Enqueued(), StopReason.CancelledByApp, Given.Now), 1));
    }

    private static WorkRecord Once(WorkSpec work, RunEnd end) => Given.State(Given.Enqueued()).Run(Given.Plan(work), 0, end, Given.Now, Given.Bad).Works[0];

    private static WorkRecord Retried(TimeSpan atLeast) =>
        RunRules.Ended(Work, Given.Running(), new RunOutcome { Attempt = 1, End = RunEnd.AskedForRetry, AtLeast = atLeast }, Given.Now);
}
