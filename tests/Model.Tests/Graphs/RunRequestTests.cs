using Work.Model;

namespace Model.Tests.Graphs;

public sealed class RunRequestTests
{
    private static readonly GraphPlan Plan = Given.Plan(Given.Spec("a"), Given.Spec("b"), Given.Spec("c", "x", "b", "y", "a", "z"));

    private static readonly GraphInput Input = new()
    {
        ChainId = "chain",
        EnqueuedAt = Given.Now,
        Prerequisites = [new("x", "c:x", 0), new("y", "w", 5), new("z", "c:x", 3)],
    };

    [Fact]
    public void Outputs_come_in_the_order_in_which_the_work_names_its_prerequisites()
    {
        var outputs = Enumerable.Range(0, 2).Select(i => new Payload { Reference = $"{i}" }).ToList();
        var state = Given.State(Given.Ended(WorkState.Succeeded) with { Output = outputs[0] }, Given.Ended(WorkState.Succeeded) with { Output = outputs[1] }, Given.Running());
        Assert.Equal([outputs[1], outputs[0]], RunRequest.Of(Plan, state, Input, "i", 2).Inputs!);
    }

    [Fact]
    public void Prerequisites_elsewhere_are_named_by_instance_and_place()
    {
        var groups = RunRequest.Of(Plan, Given.State(new(), new(), Given.Running()), Input, "i", 2).Elsewhere!;
        Assert.Equal(["c:x 0,3 x,z", "w 5 y"], groups.Select(g => $"{g.Instance} {string.Join(',', g.Works)} {string.Join(',', g.Ids)}"));
    }

    [Fact]
    public void A_work_without_prerequisites_carries_none()
    {
        var request = RunRequest.Of(Plan, Given.State(Given.Running(4), new(), new()), Input, "i", 0);
        Assert.Equal((null, null, 4, "i", 0), (request.Inputs, request.Elsewhere, request.Attempt, request.Instance, request.Index));
        Assert.Equal(Given.Now.AddSeconds(-50), request.HandedOutAt);
    }

    [Fact]
    public void A_generated_id_says_itself_where_it_lives_and_another_must_be_told()
    {
        var graph = WorkIds.NewGraphId(Given.Now, new byte[8]);
        Assert.Equal([new Prerequisite($"{graph}.2.7", $"{graph}:2", 7)], Input.Locate([$"{graph}.2.7"]));
        Assert.Throws<InvalidOperationException>(() => Input.Locate(["nobody"]).ToList());
    }
}
