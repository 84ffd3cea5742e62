using Work.Model;

namespace Model.Tests.Graphs;

/// <summary>Every state and every event: what is not in the table changes nothing.</summary>
public sealed class StateEventTableTests
{
    private static readonly WorkSpec Work = Given.Spec("a", "elsewhere") with { MaxAttempts = 3 };

    private static readonly Dictionary<string, WorkRecord> Records = new()
    {
        ["blocked"] = new WorkRecord(),
        ["due"] = Given.Enqueued(),
        ["backing off"] = Given.Enqueued(Given.Now.AddSeconds(60)) with { RunAttemptCount = 1, FailedAttempts = 1, Attempts = [Attempt(AttemptResult.Retry)] },
        ["stopped, run still out"] = Given.Running() with
        {
            State = WorkState.Enqueued,
            NextScheduleTime = Given.Now.AddSeconds(-70),
            StopReason = StopReason.Timeout,
            Progress = Given.Json("1"),
            Attempts = [Attempt(AttemptResult.Stopped)],
        },
        ["running"] = Given.Running() with { Progress = Given.Json("1") },
        ["succeeded"] = Given.Ended(WorkState.Succeeded),
        ["failed"] = Given.Ended(WorkState.Failed),
        ["cancelled"] = Given.Ended(WorkState.Cancelled),
        ["cancelled, run still out"] = Given.Ended(WorkState.Cancelled) with { StopReason = StopReason.CancelledByApp, InFlight = true },
    };

    private static readonly Dictionary<string, GraphEvent> Events = new()
    {
        ["success"] = Given.Result(0, RunEnd.Succeeded, output: """{"n":1}"""),
        ["failure"] = Given.Result(0, RunEnd.Failed, error: Given.Bad, output: """{"n":1}"""),
        ["retry"] = Given.Result(0, RunEnd.AskedForRetry),
        ["exception"] = Given.Result(0, RunEnd.Threw, error: Given.Bad),
        ["crash"] = Given.Result(0, RunEnd.Lost),
        ["stopped run"] = new GraphEvent.RunEnded(0, new RunOutcome { Attempt = 1, End = RunEnd.Stopped, StopReason = StopReason.HostShutdown, Progress = Given.Json("2") }),
        ["older result"] = Given.Result(0, RunEnd.Succeeded, attempt: 0),
        ["result of a run to come"] = Given.Result(0, RunEnd.Succeeded, attempt: 2),
        ["cancel"] = Given.Cancel(0),
        ["stop"] = new GraphEvent.StopAsked(0, StopReason.Timeout),
        ["skip delay"] = new GraphEvent.DelaySkipped(0),
        ["progress"] = new GraphEvent.Reported(0, 1, Given.Json("2")),
        ["life"] = new GraphEvent.Reported(0, 1, null),
        ["older progress"] = new GraphEvent.Reported(0, 0, Given.Json("2")),
        ["update"] = new GraphEvent.Updated(0, 1, Work with { InitialDelay = TimeSpan.FromSeconds(90), Backoff = new Backoff(BackoffPolicy.Linear, TimeSpan.FromSeconds(10)) }),
        ["update of an older generation"] = new GraphEvent.Updated(0, 0, Work),
        ["prune"] = new GraphEvent.PruneAsked([0]),
        ["prerequisite succeeded"] = Elsewhere(WorkState.Succeeded),
        ["prerequisite failed"] = Elsewhere(WorkState.Failed),
        ["prerequisite cancelled"] = Elsewhere(WorkState.Cancelled),
        ["another's prerequisite failed"] = new GraphEvent.EndedElsewhere([KeyValuePair.Create("unknown", WorkState.Failed)]),
    };

    private static readonly Dictionary<(string State, string Event), string> Changes = new()
    {
        [("blocked", "cancel")] = "State=Cancelled FinishedAt=0s",
        [("blocked", "prerequisite succeeded")] = "State=Enqueued EnqueuedAt=0s NextScheduleTime=0s",
        [("blocked", "prerequisite failed")] = "State=Failed FinishedAt=0s Error=prerequisiteFailed",
        [("blocked", "prerequisite cancelled")] = "State=Cancelled FinishedAt=0s",
        [("blocked", "update")] = "Generation=1",
        [("due", "update")] = "NextScheduleTime=-10s Generation=1",
        [("backing off", "update")] = "NextScheduleTime=-90s Generation=1",
        [("stopped, run still out", "update")] = "NextScheduleTime=-90s Progress=none Generation=1",
        [("running", "update")] = "Generation=1",
        [("succeeded", "prune")] = "Pruned=True",
        [("failed", "prune")] = "Pruned=True",
        [("cancelled", "prune")] = "Pruned=True",
        [("cancelled, run still out", "prune")] = "Pruned=True",
        [("due", "cancel")] = "State=Cancelled NextScheduleTime=none FinishedAt=0s",
        [("backing off", "cancel")] = "State=Cancelled NextScheduleTime=none FinishedAt=0s",
        [("backing off", "skip delay")] = "NextScheduleTime=0s",
        [("stopped, run still out", "cancel")] = "State=Cancelled NextScheduleTime=none FinishedAt=0s StopReason=NotStopped",
        [("stopped, run still out", "success")] = "InFlight=False",
        [("stopped, run still out", "failure")] = "InFlight=False",
        [("stopped, run still out", "retry")] = "InFlight=False",
        [("stopped, run still out", "exception")] = "InFlight=False",
        [("stopped, run still out", "crash")] = "InFlight=False",
        [("stopped, run still out", "stopped run")] = "InFlight=False",
        [("cancelled, run still out", "success")] = "InFlight=False",
        [("cancelled, run still out", "failure")] = "InFlight=False",
        [("cancelled, run still out", "retry")] = "InFlight=False",
        [("cancelled, run still out", "exception")] = "InFlight=False",
        [("cancelled, run still out", "crash")] = "InFlight=False",
        [("cancelled, run still out", "stopped run")] = "InFlight=False",
        [("running", "success")] = """State=Succeeded FinishedAt=0s Output={"n":1} Progress=none InFlight=False Attempts=1:Success:NotStopped""",
        [("running", "failure")] = $$"""State=Failed FinishedAt=0s Error={{Given.Bad.Type}} Output={"n":1} Progress=none InFlight=False Attempts=1:Failure:NotStopped""",
        [("running", "retry")] = "State=Enqueued FailedAttempts=1 EnqueuedAt=0s NextScheduleTime=+30s Progress=none InFlight=False Attempts=1:Retry:NotStopped",
        [("running", "exception")] =
            $"State=Enqueued FailedAttempts=1 EnqueuedAt=0s NextScheduleTime=+30s Error={Given.Bad.Type} Progress=none InFlight=False Attempts=1:Retry:NotStopped",
        [("running", "crash")] = "State=Enqueued FailedAttempts=1 NextScheduleTime=-70s StopReason=Unknown InFlight=False Attempts=1:Stopped:Unknown",
        [("running", "stopped run")] = "State=Enqueued NextScheduleTime=-70s StopReason=HostShutdown Progress=2 InFlight=False Attempts=1:Stopped:HostShutdown",
        [("running", "cancel")] = "State=Cancelled FinishedAt=0s StopReason=CancelledByApp Attempts=1:Stopped:CancelledByApp",
        [("running", "stop")] = "State=Enqueued NextScheduleTime=-70s StopReason=Timeout Attempts=1:Stopped:Timeout",
        [("running", "progress")] = "LastHeartbeatAt=0s Progress=2",
        [("running", "life")] = "LastHeartbeatAt=0s",
    };

    public static TheoryData<string, string, string> Pairs()
    {
        var pairs = new TheoryData<string, string, string>();
        foreach (var state in Records.Keys)
        {
            foreach (var happened in Events.Keys)
            {
                pairs.Add(state, happened, Changes.GetValueOrDefault((state, happened), "nothing"));
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void An_event_changes_just_this(string state, string happened, string change) =>
        Assert.Equal(change, Shown.Change(Records[state], Apply(Records[state], Events[happened])));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_same_event_again_changes_nothing_more(string state, string happened, string change)
    {
        var once = Apply(Records[state], Events[happened]);
        Assert.Equal("nothing", Shown.Change(once, Apply(once, Events[happened])));
        Assert.True(change == "nothing" || once != Records[state]);
    }

    [Fact]
    public void Handing_out_counts_the_attempt_and_forgets_why_the_last_run_stopped() =>
        Assert.Equal(
            "State=Running RunAttemptCount=2 NextScheduleTime=none StartedAt=0s StopReason=NotStopped InFlight=True",
            Shown.Change(Stopped, Graph.HandOut(Given.Plan(Work), Given.State(Stopped), 0, Given.Now).Works[0]));

    [Fact]
    public void Each_state_and_each_event_of_the_table_exists() =>
        Assert.All(Changes.Keys, key => Assert.True(Records.ContainsKey(key.State) && Events.ContainsKey(key.Event), key.ToString()));

    private static WorkRecord Stopped => Records["stopped, run still out"] with { InFlight = false };

    private static WorkRecord Apply(WorkRecord record, GraphEvent happened) =>
        Graph.Apply(Given.Plan(Work), Given.State(record), happened, Given.Now).Works[0];

    private static GraphEvent.EndedElsewhere Elsewhere(WorkState state) => new([KeyValuePair.Create("elsewhere", state)]);

    private static Attempt Attempt(AttemptResult result) => new() { Number = 1, StartedAt = Given.Now.AddSeconds(-50), EndedAt = Given.Now.AddSeconds(-40), Result = result };
}
