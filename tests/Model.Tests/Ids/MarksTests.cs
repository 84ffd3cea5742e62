using Work.Model;

namespace Model.Tests.Ids;

public sealed class MarksTests
{
    [Theory]
    [InlineData(false, WorkState.Succeeded, WorkState.Succeeded)]
    [InlineData(true, WorkState.Succeeded, WorkState.Failed)]
    [InlineData(true, WorkState.Cancelled, WorkState.Succeeded)]
    public void A_graph_has_failed_when_a_work_of_it_has_failed_or_was_cancelled(bool hasFailed, params WorkState[] states)
    {
        Assert.Equal(hasFailed, Marks.HasFailed(new GraphState { Works = [.. states.Select(state => new WorkRecord { State = state })] }));
        Assert.Equal(hasFailed, Marks.HasFailed(new GraphState { Works = [.. states.Select(state => new WorkRecord { State = state, Pruned = true })] }));
    }

    [Fact]
    public void Marks_stand_in_the_order_of_their_graphs_and_those_of_chosen_ids_apart()
    {
        string[] instances = ["c:a", "w0000000000000000000000", "w0000000000000000000000:1", "w0000000000000000000001"];
        Assert.Equal(instances, instances.OrderDescending(StringComparer.Ordinal).OrderBy(Marks.Failed, StringComparer.Ordinal));
        Assert.All(instances, instance => Assert.StartsWith(Marks.OfFailed + instance[0], Marks.Failed(instance), StringComparison.Ordinal));
    }
}
