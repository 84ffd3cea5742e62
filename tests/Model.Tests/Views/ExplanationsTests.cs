using Model.Tests.Graphs;
using Work.Model;

namespace Model.Tests.Views;

public sealed class ExplanationsTests
{
    private static readonly DateTimeOffset Accepted = Given.Now.AddHours(-1);
    private static readonly DateTimeOffset Later = Given.Now.AddMinutes(5);
    private static readonly DateTimeOffset Earlier = Given.Now.AddSeconds(-20);

    [Fact]
    public void An_initial_delay_is_told_with_its_end()
    {
        WorkExplanation told = Explain(Given.Spec("a") with { InitialDelay = TimeSpan.FromMinutes(6) }, Given.Enqueued(Later));
        Assert.Equal(new Wait(WaitKind.Time, "initialDelay", Given.Now.AddSeconds(-100), Later), Assert.Single(told.WaitingFor));
        Assert.Equal(Later, told.NextScheduleTime);
    }

    [Fact]
    public void An_instant_to_start_at_is_told_by_its_name() =>
        Assert.Equal(("runAt", Later), Only(Explain(Given.Spec("a") with { RunAt = Later }, Given.Enqueued(Later)), wait => (wait.Name, wait.Until!.Value)));

    [Fact]
    public void A_backoff_counts_from_the_end_of_the_run() =>
        Assert.Equal(new Wait(WaitKind.Time, "backoff", Earlier, Later), Only(Explain(Given.Spec("a") with { RunAt = Accepted }, Tried(Later)), wait => wait));

    [Fact]
    public void A_stopped_run_that_winds_up_is_told_beside_the_backoff()
    {
        WorkExplanation told = Explain(Given.Spec("a"), Tried(Later) with { InFlight = true });
        Assert.Equal([new Wait(WaitKind.Slot, "earlierRun", Earlier), new Wait(WaitKind.Time, "backoff", Earlier, Later)], told.WaitingFor);
    }

    [Fact]
    public void A_stopped_run_that_winds_up_longer_than_the_backoff_is_all_that_is_waited_for() =>
        Assert.Equal(new Wait(WaitKind.Slot, "earlierRun", Earlier), Only(Explain(Given.Spec("a"), Tried(Given.Now) with { InFlight = true }), wait => wait));

    [Fact]
    public void What_is_due_waits_for_a_place_to_run_since_it_is_due() =>
        Assert.Equal(new Wait(WaitKind.Slot, "run", Given.Now.AddSeconds(-100)), Only(Explain(Given.Spec("a"), Given.Enqueued()), wait => wait));

    [Fact]
    public void Only_the_open_prerequisites_are_told()
    {
        WorkExplanation told = Explain(Given.Spec("a", "b", "c", "d"), new WorkRecord(), Before("b", WorkState.Running), Before("c", WorkState.Succeeded, Earlier), Before("d", WorkState.Enqueued));
        Wait wait = Assert.Single(told.WaitingFor);
        Assert.Equal((WaitKind.Prerequisite, "prerequisites", Accepted, (DateTimeOffset?)null), (wait.Kind, wait.Name, wait.Since, wait.Until));
        Assert.Equal(["b", "d"], wait.Ids);
        Assert.Null(told.NextScheduleTime);
    }

    [Fact]
    public void Prerequisites_that_have_all_ended_are_a_word_on_its_way()
    {
        Wait wait = Only(Explain(Given.Spec("a", "b"), new WorkRecord(), Before("b", WorkState.Succeeded, Earlier)), wait => wait);
        Assert.Equal(("prerequisiteNotice", Earlier), (wait.Name, wait.Since));
        Assert.Equal(["b"], wait.Ids);
    }

    [Fact]
    public void The_prerequisite_that_failed_the_work_is_told()
    {
        WorkRecord record = new() { State = WorkState.Failed, FinishedAt = Given.Now, Error = WorkErrors.PrerequisiteFailed };
        Wait wait = Only(Explain(Given.Spec("a", "b", "c"), record, Before("b", WorkState.Failed, Earlier), Before("c", WorkState.Cancelled, Earlier)), wait => wait);
        Assert.Equal((WaitKind.Prerequisite, "prerequisiteFailed", Earlier), (wait.Kind, wait.Name, wait.Since));
        Assert.Equal(["b"], wait.Ids);
    }

    [Fact]
    public void The_prerequisite_that_cancelled_the_work_is_told_and_none_that_was_cancelled_after_it()
    {
        WorkRecord record = new() { State = WorkState.Cancelled, FinishedAt = Given.Now };
        Wait wait = Only(Explain(Given.Spec("a", "b", "c"), record, Before("b", WorkState.Cancelled, Given.Now), Before("c", WorkState.Cancelled, Later)), wait => wait);
        Assert.Equal("prerequisiteCancelled", wait.Name);
        Assert.Equal(["b"], wait.Ids);
    }

    [Theory]
    [InlineData(WorkState.Running)]
    [InlineData(WorkState.Succeeded)]
    [InlineData(WorkState.Failed)]
    [InlineData(WorkState.Cancelled)]
    public void What_runs_or_finished_by_itself_waits_for_nothing(WorkState state)
    {
        WorkExplanation told = Explain(Given.Spec("a", "b"), Given.Ended(state), Before("b", WorkState.Succeeded, Earlier));
        Assert.Equal((state, null), (told.State, told.NextScheduleTime));
        Assert.Empty(told.WaitingFor);
    }

    private static WorkExplanation Explain(WorkSpec spec, WorkRecord record, params PrerequisiteState[] prerequisites) => Explanations.Of(spec, record, Accepted, prerequisites, Given.Now);

    private static PrerequisiteState Before(string id, WorkState state, DateTimeOffset? finishedAt = null) => new(id, state, finishedAt);

    private static WorkRecord Tried(DateTimeOffset next) => Given.Enqueued(next) with
    {
        RunAttemptCount = 1,
        StartedAt = Given.Now.AddSeconds(-50),
        Attempts = [new Attempt { Number = 1, StartedAt = Given.Now.AddSeconds(-50), EndedAt = Earlier, Result = AttemptResult.Retry }],
    };

    private static T Only<T>(WorkExplanation told, Func<Wait, T> part) => part(Assert.Single(told.WaitingFor));
}
