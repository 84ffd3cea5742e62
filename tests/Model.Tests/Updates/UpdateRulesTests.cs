using Model.Tests.Graphs;
using Work.Model;

namespace Model.Tests.Updates;

public sealed class UpdateRulesTests
{
    [Fact]
    public void A_delay_of_20_minutes_for_a_work_that_was_enqueued_5_minutes_ago_is_due_in_15()
    {
        var now = Given.Now;
        var record = Given.Enqueued(now.AddMinutes(5)) with { EnqueuedAt = now.AddMinutes(-5) };
        var updated = UpdateRules.Updated(Given.Spec("a"), record, Given.Spec("a") with { InitialDelay = TimeSpan.FromMinutes(20) }, 1);
        Assert.Equal(now.AddMinutes(15), updated.NextScheduleTime);
    }

    [Theory]
    [InlineData(WorkState.Blocked, UpdateResult.AppliedImmediately)]
    [InlineData(WorkState.Enqueued, UpdateResult.AppliedImmediately)]
    [InlineData(WorkState.Running, UpdateResult.AppliedForNextRun)]
    [InlineData(WorkState.Succeeded, UpdateResult.NotApplied)]
    [InlineData(WorkState.Failed, UpdateResult.NotApplied)]
    [InlineData(WorkState.Cancelled, UpdateResult.NotApplied)]
    public void The_state_says_what_an_update_comes_to(WorkState state, UpdateResult result) => Assert.Equal(result, UpdateRules.ResultOf(state));

    [Fact]
    public void Only_who_saw_the_latest_generation_of_unfinished_work_may_update_it()
    {
        var state = new GraphState { Works = [Given.Running() with { Generation = 3 }, Given.Ended(WorkState.Succeeded)] };
        Assert.True(UpdateRules.MayTake(state, new UpdateAsked(0, 3, "d")));
        Assert.False(UpdateRules.MayTake(state, new UpdateAsked(0, 2, "d")));
        Assert.False(UpdateRules.MayTake(state, new UpdateAsked(0, 4, "d")));
        Assert.False(UpdateRules.MayTake(state, new UpdateAsked(1, 0, "d")));
        Assert.False(UpdateRules.MayTake(state, new UpdateAsked(2, 0, "d")));
        Assert.False(UpdateRules.MayTake(state, new UpdateAsked(-1, 0, "d")));
    }

    [Fact]
    public void The_place_in_the_chain_stays_and_all_else_is_replaced()
    {
        var stored = Given.Spec("b", "a") with { Tags = ["old", "w"], TraceTag = "old" };
        var asked = Given.Spec("x", "y") with { Tags = ["new", "w"], KeepResultsFor = TimeSpan.FromDays(9) };
        Assert.Equal(Shown.Of(asked with { Id = "b", After = ["a"] }), Shown.Of(UpdateRules.Replace(stored, asked)));
    }

    [Fact]
    public void What_comes_after_a_run_goes_by_the_request_that_replaced_its_own_meanwhile()
    {
        var before = Given.Plan(Given.Spec("a"), Given.Spec("b", "a"));
        var running = Graph.HandOut(before, Graph.Begin(before, Given.Now), 0, Given.Now);
        var spec = Given.Spec("a") with { Backoff = new Backoff(BackoffPolicy.Linear, TimeSpan.FromHours(1)) };
        var updated = Graph.Apply(before, running, new GraphEvent.Updated(0, 1, spec), Given.Now);
        var plan = before.With(0, spec);
        var retried = Graph.Apply(plan, updated, Given.Result(0, RunEnd.AskedForRetry), Given.Now);
        Assert.Equal(Given.Now.AddHours(1), retried.Works[0].NextScheduleTime);
        Assert.Equal([1], plan.DependentsOf(0));
        Assert.Equal([0], plan.PrerequisitesOf(1));
    }

    [Fact]
    public void A_run_carries_the_generation_that_it_begins_with()
    {
        var plan = Given.Plan(Given.Spec("a"));
        var state = Graph.HandOut(Given.Plan(Given.Spec("a")), new GraphState { Works = [Given.Enqueued() with { Generation = 2 }] }, 0, Given.Now);
        var input = new GraphInput { ChainId = "g", EnqueuedAt = Given.Now, Works = plan.Works };
        Assert.Equal(2, RunRequest.Of(plan, state, input, "g", 0).Generation);
    }

    [Fact]
    public void A_document_is_named_from_the_instance_the_work_and_the_generation()
    {
        var input = new GraphInput { ChainId = "g", EnqueuedAt = DateTimeOffset.FromUnixTimeMilliseconds(12) };
        Assert.Equal("updates/c/chosen/12/3-4.json", WorkUpdate.DocumentOf(input, "c:chosen", 3, 4));
        Assert.StartsWith(WorkUpdate.FolderOf("c:chosen"), WorkUpdate.StagedOf(input, "c:chosen", 3, "t"), StringComparison.Ordinal);
        Assert.Equal(
            [new UpdatedWork(1, "updates/g/12/1-5.json")],
            UpdatedWork.Of(input, "g", new GraphState { Works = [new WorkRecord(), new WorkRecord { Generation = 5 }] }));
    }
}
