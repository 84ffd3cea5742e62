using System.Text.Json;
using Model.Tests.Graphs;
using Work.Model;

namespace Model.Tests.Schedules;

/// <summary>Periodic works that the tests of this folder move from run to run; hours count from the epoch, the profile is Android's.</summary>
internal static class Periodic
{
    public static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    public static DateTimeOffset At(double hours) => Epoch + TimeSpan.FromHours(hours);

    public static WorkSpec Every(TimeSpan every, TimeSpan? linear = null) => Given.Spec("p") with
    {
        Period = new Period(every, every),
        Backoff = new Backoff(BackoffPolicy.Linear, linear ?? TimeSpan.FromSeconds(30)),
        RetriesExceptions = false,
        OverrideFloor = WorkLimits.For(WorkProfile.Android).MinPeriod,
    };

    public static WorkRecord Begun(WorkSpec spec, DateTimeOffset? at = null) => Graph.Begin(new GraphPlan([spec]), at ?? Epoch).Works[0];

    public static WorkRecord Looked(this WorkRecord record, WorkSpec spec, double hours) => Graph.Look(new GraphPlan([spec]), Given.State(record), At(hours)).Works[0];

    public static WorkRecord HandedOut(this WorkRecord record, WorkSpec spec, double hours) => Graph.HandOut(new GraphPlan([spec]), Given.State(record), 0, At(hours)).Works[0];

    public static WorkRecord Ended(this WorkRecord record, WorkSpec spec, RunEnd end, double hours)
    {
        var outcome = new RunOutcome
        {
            Attempt = record.RunAttemptCount,
            Period = PeriodRules.NumberOf(record),
            End = end,
            Output = new Payload { Inline = JsonElement.Parse("""{"n":1}""") },
        };
        return Graph.Apply(new GraphPlan([spec]), Given.State(record), new GraphEvent.RunEnded(0, outcome), At(hours)).Works[0];
    }

    /// <summary>Hands a run out and takes its end, at the same instant.</summary>
    public static WorkRecord Run(this WorkRecord record, WorkSpec spec, RunEnd end, double hours) => record.HandedOut(spec, hours).Ended(spec, end, hours);
}
