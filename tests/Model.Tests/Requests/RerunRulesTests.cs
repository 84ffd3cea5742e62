using Model.Tests.Graphs;
using Work.Model;

namespace Model.Tests.Requests;

public sealed class RerunRulesTests
{
    private static readonly GraphPlan Plan = Given.Plan(Given.Spec("a"), Given.Spec("b", "a"), Given.Spec("c", "b", "x"), Given.Spec("d", "a"));
    private static readonly WorkState[] Done = [WorkState.Succeeded, WorkState.Failed, WorkState.Failed, WorkState.Succeeded];

    [Fact]
    public void One_work_runs_again_alone_or_with_all_that_hangs_on_it()
    {
        Assert.Equal([1], RerunRules.SetOf(Plan, 1, withDependents: false));
        Assert.Equal([1, 2], RerunRules.SetOf(Plan, 1, withDependents: true));
    }

    [Fact]
    public void Edges_within_lead_to_the_new_works_and_others_to_the_stored_ones()
    {
        EnqueueRequest request = RerunRules.Request(Plan, [1, 2], Given.Now);
        Assert.Equal(["a", "x"], request.StoredPrerequisites);
        var specs = WorkSpecs.From(request, ["new-b", "new-c"], WorkLimits.For(WorkProfile.Server));
        Assert.Equal(["a"], specs[0].After);
        Assert.Equal(["new-b", "x"], specs[1].After);
    }

    [Fact]
    public void Everything_else_of_the_request_is_as_it_was()
    {
        var spec = Given.Spec("a") with { Tags = ["t", "w"], TraceTag = "trace", MaxAttempts = 7, Timeout = TimeSpan.FromHours(3), Jitter = 0.5, KeepResultsFor = TimeSpan.FromDays(3) };
        var again = WorkSpecs.From(RerunRules.Request(Given.Plan(spec), [0], Given.Now), ["fresh"], WorkLimits.For(WorkProfile.Android))[0];
        Assert.Equal(Shown.Of(spec with { Id = "fresh" }), Shown.Of(again));
    }

    [Theory]
    [InlineData(1, WorkState.Running, WorkState.Succeeded, "The work 'b' has not finished.")]
    [InlineData(2, WorkState.Failed, WorkState.Failed, "Its prerequisite 'x' did not succeed: run that again, with its dependents.")]
    [InlineData(2, WorkState.Failed, WorkState.Cancelled, "Its prerequisite 'x' did not succeed: run that again, with its dependents.")]
    [InlineData(2, WorkState.Failed, null, "Its prerequisite 'x' is gone.")]
    [InlineData(2, WorkState.Failed, WorkState.Running, null)]
    public void What_stands_in_the_way_is_named(int work, WorkState b, WorkState? x, string? obstacle)
    {
        var outside = new Dictionary<string, WorkState> { ["a"] = WorkState.Succeeded, ["b"] = WorkState.Succeeded };
        if (x is { } state)
        {
            outside["x"] = state;
        }

        Assert.Equal(obstacle, RerunRules.Obstacle(Plan, [WorkState.Succeeded, b, WorkState.Failed, WorkState.Succeeded], RerunRules.SetOf(Plan, work, withDependents: false), outside));
        Assert.Null(RerunRules.Obstacle(Plan, Done, [0, 1, 2, 3], new Dictionary<string, WorkState> { ["x"] = WorkState.Succeeded }));
    }
}
