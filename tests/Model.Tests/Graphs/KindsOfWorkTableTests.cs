using System.Text;
using Work.Model;

namespace Model.Tests.Graphs;

/// <summary>
/// Every state and every event of every kind of work: plain one-time work, work behind a gate, periodic work, and work that runs outside the process.
/// The table is <c>KindsOfWorkTable.txt</c>: a change of a rule shows there. <c>UPDATE_SNAPSHOTS=1</c> writes it anew.
/// </summary>
public sealed class KindsOfWorkTableTests
{
    private static readonly WorkSpec Plain = Given.Spec("a", "elsewhere") with { MaxAttempts = 3 };
    private static readonly WorkSpec Gated = Given.Spec("a") with { MaxAttempts = 3, Constraints = new Constraints { Charging = true } };
    private static readonly WorkSpec Periodic = Given.Spec("a") with { Period = new Period(TimeSpan.FromHours(1), TimeSpan.FromHours(1)), OverrideFloor = TimeSpan.FromMinutes(15) };
    private static readonly WorkSpec External = Given.Spec("a") with { MaxAttempts = 3, Timeout = TimeSpan.FromMinutes(10) };

    private static readonly (string Kind, WorkSpec Spec, (string State, WorkRecord Record)[] States)[] Kinds =
    [
        ("plain", Plain,
        [
            ("blocked", new WorkRecord()),
            ("due", Given.Enqueued()),
            ("backing off", Given.Enqueued(Given.Now.AddSeconds(60)) with { RunAttemptCount = 1, FailedAttempts = 1 }),
            ("running", Given.Running()),
            ("stopped, run still out", Given.Running() with { State = WorkState.Enqueued, NextScheduleTime = Given.Now.AddSeconds(-70), StopReason = StopReason.Timeout }),
            ("succeeded", Given.Ended(WorkState.Succeeded)),
            ("failed", Given.Ended(WorkState.Failed)),
            ("cancelled", Given.Ended(WorkState.Cancelled)),
            ("cancelled, run still out", Given.Ended(WorkState.Cancelled) with { StopReason = StopReason.CancelledByApp, InFlight = true }),
        ]),
        ("gated", Gated,
        [
            ("due", Given.Enqueued()),
            ("asking", Given.Enqueued() with { Gates = new GateState { Asked = Gate.Constraints, Pass = 1 } }),
            ("held", Given.Enqueued() with { Gates = new GateState { Asked = Gate.Constraints, Pass = 1, Hold = new GateHold(Gate.Constraints, "charging", Given.Now.AddSeconds(-20), null) } }),
            ("open", Given.Enqueued() with { Gates = Open }),
            ("running", Given.Running() with { Gates = Open with { IsUsed = true } }),
            ("stopped, run still out", Given.Running() with { State = WorkState.Enqueued, NextScheduleTime = Given.Now.AddSeconds(-70), StopReason = StopReason.ConstraintCharging, Gates = Open with { IsUsed = true } }),
            ("succeeded", Given.Ended(WorkState.Succeeded)),
            ("cancelled", Given.Ended(WorkState.Cancelled)),
        ]),
        ("periodic", Periodic,
        [
            ("due", Given.Enqueued() with { Period = new PeriodState() }),
            ("waiting", Given.Enqueued(Given.Now.AddMinutes(50)) with { Period = new PeriodState { Count = 2 } }),
            ("overridden", Given.Enqueued(Given.Now.AddHours(5)) with { Period = new PeriodState { Count = 2, Override = Given.Now.AddHours(5), OverrideGeneration = 1 } }),
            ("backing off", Given.Enqueued(Given.Now.AddSeconds(60)) with { RunAttemptCount = 1, FailedAttempts = 1, Period = new PeriodState { Count = 2 } }),
            ("running", Given.Running() with { Progress = Given.Json("1"), Period = new PeriodState { Count = 2 } }),
            ("stopped, run still out", Given.Running() with { State = WorkState.Enqueued, NextScheduleTime = Given.Now.AddSeconds(-70), StopReason = StopReason.Timeout, Period = new PeriodState { Count = 2 } }),
            ("cancelled", Given.Ended(WorkState.Cancelled) with { Period = new PeriodState { Count = 2 } }),
        ]),
        ("external", External,
        [
            ("offered", Given.Enqueued() with { Remote = new RemoteRun { Offer = "entry" } }),
            ("leased", Given.Running() with { InFlight = false, Remote = new RemoteRun { Offer = "entry", Lease = "lease", Until = Given.Now.AddSeconds(30) } }),
            ("lease ran out", Given.Running() with { InFlight = false, Remote = new RemoteRun { Offer = "entry", Lease = "lease", Until = Given.Now.AddSeconds(-1) } }),
            ("left to a callback", Given.Running() with { InFlight = false, Remote = new RemoteRun { Until = Given.Now.AddSeconds(550) } }),
            ("succeeded", Given.Ended(WorkState.Succeeded)),
            ("cancelled", Given.Ended(WorkState.Cancelled)),
        ]),
    ];

    private static GateState Open => new() { Asked = Gate.Constraints, Open = Gate.Constraints, Pass = 1 };

    [Fact]
    public void Each_event_changes_what_the_table_says()
    {
        var table = new StringBuilder();
        foreach (var (kind, spec, states) in Kinds)
        {
            table.Append("# ").Append(kind).Append('\n');
            foreach (var (state, record) in states)
            {
                foreach (var (name, happened) in Events(spec))
                {
                    table.Append(state).Append(" | ").Append(name).Append(" | ").Append(Shown.Change(record, Apply(spec, record, happened))).Append('\n');
                }
            }
        }

        string file = TableFile();
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(file, table.ToString());
        }

        Assert.Equal(File.ReadAllText(file), table.ToString());
    }

    [Fact]
    public void An_event_that_comes_again_changes_nothing_more()
    {
        foreach (var (kind, spec, states) in Kinds)
        {
            foreach (var (state, record) in states)
            {
                foreach (var (name, happened) in Events(spec))
                {
                    var once = Apply(spec, record, happened);
                    Assert.Equal($"{kind}, {state}, {name}: nothing", $"{kind}, {state}, {name}: {Shown.Change(once, Apply(spec, once, happened))}");
                }
            }
        }
    }

    [Fact]
    public void What_has_finished_is_never_moved_and_nothing_finished_is_scheduled()
    {
        foreach (var (kind, spec, states) in Kinds)
        {
            foreach (var (state, record) in states)
            {
                foreach (var (name, happened) in Events(spec))
                {
                    var after = Apply(spec, record, happened);
                    Assert.True(!record.State.IsFinished() || after.State == record.State, $"{kind}, {state}, {name}");
                    Assert.True(!after.State.IsFinished() || after is { NextScheduleTime: null, FinishedAt: not null }, $"{kind}, {state}, {name}");
                    Assert.True(after.State != WorkState.Enqueued || after.NextScheduleTime is not null, $"{kind}, {state}, {name}");
                }
            }
        }
    }

    [Fact]
    public void Every_event_of_a_graph_is_in_the_table() =>
        Assert.Empty(typeof(GraphEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(GraphEvent))).Except(Events(Gated).Select(named => named.Event.GetType())));

    [Fact]
    public void Every_end_of_a_run_is_in_the_table() =>
        Assert.Empty(Enum.GetValues<RunEnd>().Except(Events(Gated).Select(named => named.Event).OfType<GraphEvent.RunEnded>().Select(ended => ended.Outcome.End)));

    private static IEnumerable<(string Name, GraphEvent Event)> Events(WorkSpec spec)
    {
        int period = spec.IsPeriodic ? 3 : 0;
        GraphEvent.RunEnded Result(RunEnd end, string? output = null) =>
            new(0, new RunOutcome { Attempt = 1, Period = period, End = end, Error = end == RunEnd.Succeeded ? null : Given.Bad, Output = output is null ? null : new Payload { Inline = Given.Json(output) } });
        GraphEvent.GateAnswered Gate(GateAnswer answer, int pass = 1) => new(0, Work.Model.Gate.Constraints, pass, answer);
        yield return ("success", Result(RunEnd.Succeeded, """{"n":1}"""));
        yield return ("failure", Result(RunEnd.Failed));
        yield return ("retry", Result(RunEnd.AskedForRetry));
        yield return ("exception", Result(RunEnd.Threw));
        yield return ("crash", Result(RunEnd.Lost));
        yield return ("stopped run", new GraphEvent.RunEnded(0, new RunOutcome { Attempt = 1, Period = period, End = RunEnd.Stopped, StopReason = StopReason.HostShutdown }));
        yield return ("run that goes on outside", new GraphEvent.RunEnded(0, new RunOutcome { Attempt = 1, Period = period, End = RunEnd.GoesOn }));
        yield return ("slice that ended", new GraphEvent.RunEnded(0, new RunOutcome { Attempt = 1, Period = period, End = RunEnd.Continued, Checkpoint = new Payload { Inline = Given.Json("""{"at":1}""") } }));
        yield return ("run held back", new GraphEvent.RunEnded(0, new RunOutcome { Attempt = 1, Period = period, End = RunEnd.HeldBack }));
        yield return ("older result", new GraphEvent.RunEnded(0, new RunOutcome { Attempt = 0, Period = period, End = RunEnd.Succeeded }));
        yield return ("result of another period", new GraphEvent.RunEnded(0, new RunOutcome { Attempt = 1, Period = period + 1, End = RunEnd.Succeeded }));
        yield return ("cancel", Given.Cancel(0));
        yield return ("stop", new GraphEvent.StopAsked(0, StopReason.Timeout));
        yield return ("skip delay", new GraphEvent.DelaySkipped(0));
        yield return ("progress", new GraphEvent.Reported(0, 1, Given.Json("2"), period));
        yield return ("gate opens", Gate(GateAnswer.Yes));
        yield return ("gate closes", Gate(new GateAnswer { Verdict = GateVerdict.Held, Name = "charging", Reason = StopReason.ConstraintCharging }));
        yield return ("gate drops", Gate(new GateAnswer { Verdict = GateVerdict.Dropped, Reason = StopReason.Quota }));
        yield return ("gate closed for an earlier asking", Gate(new GateAnswer { Verdict = GateVerdict.Held, Reason = StopReason.ConstraintCharging }, pass: 0));
        yield return ("constraints met", new GraphEvent.ConstraintsMet(0));
        yield return ("update", new GraphEvent.Updated(0, 1, spec with { InitialDelay = TimeSpan.FromMinutes(2), Backoff = new Backoff(BackoffPolicy.Linear, TimeSpan.FromSeconds(10)) }));
        yield return ("firings planned", new GraphEvent.FiringsPlanned(0, "0 * * * * UTC", [Given.Now.AddHours(1)]));
        yield return ("lease", new GraphEvent.Leased(0, "lease", TimeSpan.FromMinutes(1)));
        yield return ("renewal", new GraphEvent.Renewed(0, 1, period, TimeSpan.FromMinutes(1), Given.Json("2")));
        yield return ("renewal of an older attempt", new GraphEvent.Renewed(0, 0, period, TimeSpan.FromMinutes(1), null));
        yield return ("result from outside", new GraphEvent.RemoteEnded(0, new RunOutcome { Attempt = 1, Period = period, End = RunEnd.Succeeded }));
        yield return ("older result from outside", new GraphEvent.RemoteEnded(0, new RunOutcome { Attempt = 0, Period = period, End = RunEnd.Succeeded }));
        yield return ("time for a run outside is over", new GraphEvent.RemoteExpired(0));
        yield return ("prune", new GraphEvent.PruneAsked([0]));
        yield return ("prerequisite elsewhere failed", new GraphEvent.EndedElsewhere([KeyValuePair.Create("elsewhere", WorkState.Failed)]));
    }

    private static WorkRecord Apply(WorkSpec spec, WorkRecord record, GraphEvent happened) => Graph.Apply(Given.Plan(spec), Given.State(record), happened, Given.Now).Works[0];

    private static string TableFile()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Work.Functions.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "tests", "Model.Tests", "Graphs", "KindsOfWorkTable.txt");
    }
}
