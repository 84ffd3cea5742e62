using Work.Model;

namespace Model.Tests.Graphs;

/// <summary>A worker that goes on from a checkpoint does so in the same attempt.</summary>
public sealed class SliceRulesTests
{
    private static readonly Payload Left = new() { Inline = Given.Json("""{"done":1}""") };

    [Fact]
    public void A_slice_is_due_at_once_and_its_attempt_stays()
    {
        var plan = Given.Plan(Given.Spec("a"));
        var state = After(plan, Given.Running() with { FailedAttempts = 3, Gates = new GateState { Asked = Gate.Key, Open = Gate.Key, IsUsed = true } }, Continued());
        var record = state.Works[0];
        Assert.Equal((WorkState.Running, 1, 1, 0, false), (record.State, record.RunAttemptCount, record.Slice, record.FailedAttempts, record.InFlight));
        Assert.Equal(Left, record.Checkpoint);
        Assert.Equal([0], Graph.Slices(state));
        Assert.Empty(Graph.Leaving(state));
        Assert.Null(record.Attempts);
        Assert.Empty(Graph.Slices(Graph.HandOutSlice(state, 0)));
    }

    [Fact]
    public void The_attempt_is_noted_with_its_slices_and_the_checkpoint_is_kept_until_the_end()
    {
        var plan = Given.Plan(Given.Spec("a"));
        var twice = After(plan, Graph.HandOutSlice(After(plan, Given.Running(), Continued()), 0).Works[0], Continued());
        var retried = After(plan, Graph.HandOutSlice(twice, 0).Works[0], new RunOutcome { Attempt = 1, End = RunEnd.AskedForRetry });
        Assert.Equal((2, 0, Left), (retried.Works[0].Attempts![0].Slice, retried.Works[0].Slice, retried.Works[0].Checkpoint));
        var again = Graph.HandOut(plan, retried, 0, Given.Now);
        Assert.Equal(Left, RunRequest.Of(plan, again, new GraphInput { ChainId = "a", EnqueuedAt = Given.Now }, "i", 0).Checkpoint);
        Assert.Null(After(plan, again.Works[0], new RunOutcome { Attempt = 2, End = RunEnd.Succeeded }).Works[0].Checkpoint);
        Assert.Null(Graph.Apply(plan, again, Given.Cancel(0), Given.Now).Works[0].Checkpoint);
    }

    [Theory]
    [InlineData(RunEnd.Stopped)]
    [InlineData(RunEnd.Continued)]
    public void A_run_that_was_stopped_may_still_leave_a_checkpoint(RunEnd end)
    {
        var plan = Given.Plan(Given.Spec("a"));
        var stopped = Graph.Apply(plan, Given.State(Given.Running()), new GraphEvent.StopAsked(0, StopReason.Timeout), Given.Now);
        var back = After(plan, stopped.Works[0], new RunOutcome { Attempt = 1, End = end, Checkpoint = Left });
        Assert.Equal((WorkState.Enqueued, Left, 0), (back.Works[0].State, back.Works[0].Checkpoint, back.Works[0].Slice));
        var cancelled = Graph.Apply(plan, Given.State(Given.Running()), Given.Cancel(0), Given.Now);
        Assert.Null(After(plan, cancelled.Works[0], new RunOutcome { Attempt = 1, End = end, Checkpoint = Left }).Works[0].Checkpoint);
    }

    [Fact]
    public void What_follows_an_update_passes_the_gates_again_in_the_same_attempt()
    {
        var plan = Given.Plan(Given.Spec("a"));
        var state = After(plan, Given.Running() with { Generation = 1, Gates = new GateState { Asked = Gate.Key, Open = Gate.Key, IsUsed = true } }, Continued());
        Assert.Equal((WorkState.Enqueued, 0, 1), (state.Works[0].State, state.Works[0].RunAttemptCount, state.Works[0].Slice));
        Assert.Equal([0], Graph.Leaving(state));
        var next = Graph.HandOut(plan, Graph.Leave(state, 0), 0, Given.Now).Works[0];
        Assert.Equal((1, 1, Left), (next.RunAttemptCount, next.Slice, next.Checkpoint));
    }

    private static RunOutcome Continued() => new() { Attempt = 1, End = RunEnd.Continued, Checkpoint = Left };

    private static GraphState After(GraphPlan plan, WorkRecord record, RunOutcome outcome) =>
        Graph.Apply(plan, Given.State(record), new GraphEvent.RunEnded(0, outcome), Given.Now);
}
