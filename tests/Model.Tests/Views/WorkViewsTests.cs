using Model.Tests.Graphs;
using Work.Model;

namespace Model.Tests.Views;

public sealed class WorkViewsTests
{
    private static readonly GraphInput Chain = new()
    {
        ChainId = "chain",
        EnqueuedAt = Given.Now,
        Works = [Given.Spec("a"), Given.Spec("b", "a"), Given.Spec("c", "stored")],
        Known = [KeyValuePair.Create("stored", WorkState.Failed)],
    };

    [Fact]
    public void At_the_enqueue_each_work_is_shown_as_it_begins()
    {
        var shown = WorkViews.Begun(Chain);
        Assert.Equal([WorkState.Enqueued, WorkState.Blocked, WorkState.Failed], shown.Select(work => work.State));
        Assert.Equal([Given.Now, null, null], shown.Select(work => work.NextScheduleTime));
        Assert.All(shown, work => Assert.Equal(("chain", Given.Now, 0, 0, "{}", "{}", "{}"), (work.ChainId, work.EnqueuedAt, work.RunAttemptCount, work.Generation, Raw(work.Input), Raw(work.Output), Raw(work.Progress))));
        Assert.Equal(new WorkLinks("/api/work/b", "/api/work/b/events", "/api/work/b/history", "/api/work/b/explain"), shown[1].Links);
        Assert.Equal(["a"], shown[1].After);
    }

    [Fact]
    public void The_time_of_the_next_run_is_shown_only_while_enqueued()
    {
        var record = Graph.HandOut(Given.Plan(Given.Spec("a")), Given.State(Given.Enqueued()), 0, Given.Now).Works[0];
        Assert.Null(WorkViews.Of(Chain.Works[0], record, Chain, null).NextScheduleTime);
    }

    [Fact]
    public void A_record_is_shown_with_the_output_that_was_fetched()
    {
        var record = Given.Ended(WorkState.Failed) with { Error = Given.Bad, StopReason = StopReason.Timeout, Progress = Given.Json("1"), Output = new Payload { Reference = "r" } };
        var shown = WorkViews.Of(Chain.Works[0], record, Chain, Given.Json("""{"k":1}"""));
        Assert.Equal(("""{"k":1}""", "1", Given.Bad, StopReason.Timeout, record.FinishedAt), (Raw(shown.Output), Raw(shown.Progress), shown.Error, shown.StopReason, shown.FinishedAt));
    }

    [Fact]
    public void Of_a_graph_whose_orchestration_broke_the_unfinished_works_have_failed()
    {
        var state = WorkViews.Broken(Given.State(Given.Ended(WorkState.Succeeded), Given.Running(), Given.Enqueued(), new WorkRecord()), Given.Bad, Given.Now);
        Assert.Equal([WorkState.Succeeded, WorkState.Failed, WorkState.Failed, WorkState.Failed], state.States());
        Assert.All(state.Works.Skip(1), work => Assert.Equal((Given.Bad, Given.Now, null), (work.Error, work.FinishedAt, work.NextScheduleTime)));
    }

    [Fact]
    public void A_pending_graph_is_as_at_the_enqueue_or_cancelled_or_as_it_left_off()
    {
        Assert.Equal([WorkState.Enqueued, WorkState.Blocked, WorkState.Failed], WorkViews.Pending(Chain).States());
        Assert.Equal([WorkState.Cancelled, WorkState.Cancelled, WorkState.Failed], WorkViews.Pending(Chain with { Cancelled = StopReason.CancelledByApp }).States());
        Assert.Equal([WorkState.Running], WorkViews.Pending(Chain with { State = Given.State(Given.Running()) }).States());
    }

    [Fact]
    public void An_attempt_is_shown_field_by_field()
    {
        var attempt = new Attempt { Number = 2, StartedAt = Given.Now, EndedAt = Given.Now.AddSeconds(1), Result = AttemptResult.Stopped, StopReason = StopReason.Unknown, Error = Given.Bad };
        Assert.Equal(new AttemptInfo(2, Given.Now, Given.Now.AddSeconds(1), AttemptResult.Stopped, StopReason.Unknown, Given.Bad), AttemptInfo.Of(attempt));
    }

    private static string Raw(System.Text.Json.JsonElement json) => json.GetRawText();
}
