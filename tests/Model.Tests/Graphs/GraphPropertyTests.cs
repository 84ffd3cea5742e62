using FsCheck;
using FsCheck.Fluent;
using Work.Model;

namespace Model.Tests.Graphs;

/// <summary>What holds for every graph and every order of events; <see cref="RandomGraph"/> checks after each step.</summary>
public sealed class GraphPropertyTests
{
    [Fact]
    public void The_rules_hold_whatever_happens_in_whatever_order() => ForAll((shape, tape) => new RandomGraph(shape, tape).Live());

    [Fact]
    public void Whatever_has_happened_the_graph_ends_once_every_run_succeeds() =>
        ForAll((shape, tape) => Assert.True(new RandomGraph(shape, tape).Live().ToEnd(RunEnd.Succeeded).State.IsFinished));

    [Fact]
    public void Undisturbed_all_works_succeed_with_one_run_each() =>
        ForAll((shape, _) => Assert.All(
            new RandomGraph(shape, []).ToEnd(RunEnd.Succeeded).State.Works,
            work => Assert.Equal((WorkState.Succeeded, 1), (work.State, work.RunAttemptCount))));

    [Fact]
    public void When_every_run_fails_each_work_has_failed_and_only_the_first_ones_ran() =>
        ForAll((shape, _) =>
        {
            var graph = new RandomGraph(shape, []).ToEnd(RunEnd.Failed);
            Assert.All(graph.State.Works, (work, i) => Assert.Equal(
                (WorkState.Failed, graph.Plan.PrerequisitesOf(i).Count == 0 ? 1 : 0), (work.State, work.RunAttemptCount)));
        });

    [Fact]
    public void A_state_that_was_stored_and_read_goes_on_as_the_one_that_was_not() =>
        ForAll((shape, tape) =>
        {
            var graph = new RandomGraph(shape, tape).Live();
            var read = JsonText.Read<GraphState>(JsonText.Of(graph.State));
            var cancel = new GraphEvent.CancelAsked(null, StopReason.User);
            Assert.Equal(JsonText.Of(Graph.Apply(graph.Plan, graph.State, cancel, Given.Now)), JsonText.Of(Graph.Apply(graph.Plan, read, cancel, Given.Now)));
        });

    [Fact]
    public void A_cancel_of_all_ends_every_graph_at_once_and_again_changes_nothing() =>
        ForAll((shape, tape) =>
        {
            var graph = new RandomGraph(shape, tape).Live();
            var cancel = new GraphEvent.CancelAsked(null, StopReason.CancelledByApp);
            var once = Graph.Apply(graph.Plan, graph.State, cancel, Given.Now);
            Assert.True(once.IsFinished);
            Assert.Empty(Graph.Due(graph.Plan, once, DateTimeOffset.MaxValue));
            Assert.Equal(JsonText.Of(once), JsonText.Of(Graph.Apply(graph.Plan, once, cancel, Given.Now.AddDays(1))));
        });

    private static void ForAll(Action<byte[], byte[]> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(150), Prop.ForAll<byte[], byte[]>((shape, tape) => holds(shape ?? [], tape ?? [])));
}
