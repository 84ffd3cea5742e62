using System.Diagnostics;
using Work.Model;

namespace Model.Tests.Graphs;

/// <summary>What a join of many costs.</summary>
public sealed class LargeJoinTests
{
    // One look at each for each that is told would be 900 million of them, which takes minutes.
    [Fact]
    public void A_join_that_is_told_of_many_prerequisites_at_once_looks_at_each_of_them_once()
    {
        string[] ids = [.. Enumerable.Range(0, 30_000).Select(number => $"elsewhere-{number:00000}")];
        GraphPlan plan = Given.Plan(Given.Spec("join", ids));
        GraphState state = Graph.Begin(plan, Given.Now);
        var all = new GraphEvent.EndedElsewhere([.. ids.Select(id => KeyValuePair.Create(id, WorkState.Succeeded))]);

        long begun = Stopwatch.GetTimestamp();
        state = Graph.Apply(plan, state, all, Given.Now);

        Assert.Equal(WorkState.Enqueued, state.Works[0].State);
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}
