using System.Text.Json;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>All that can happen to a graph. The family is closed: <see cref="Graph.Apply"/> knows each.</summary>
public abstract record GraphEvent
{
    private GraphEvent()
    {
    }

    /// <summary>A run came back.</summary>
    public sealed record RunEnded(int Work, RunOutcome Outcome) : GraphEvent;

    /// <summary>Works, and all that hangs on them, are to be cancelled. No positions means all.</summary>
    public sealed record CancelAsked(IReadOnlyList<int>? Works, StopReason Reason) : GraphEvent;

    /// <summary>The run of a work that is out in a turn is to be stopped; the work goes on later. Histories from before turns were told have none: any run.</summary>
    public sealed record StopAsked(int Work, StopReason Reason) : GraphEvent
    {
        /// <summary>The run that is meant; null is whichever is out.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Turn? Turn { get; init; }
    }

    /// <summary>
    /// The delay that is left is skipped, if it still is the one that is meant: both the turn and the instant, since an update moves the instant within
    /// a turn, and a firing comes again after a run before its time. Histories from before that was told mean any delay.
    /// </summary>
    public sealed record DelaySkipped(int Work) : GraphEvent
    {
        /// <summary>The run that is waited for; null is whichever comes next.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Turn? Turn { get; init; }

        /// <summary>The instant up to which the delay lasts; null is whichever it is.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(typeof(UnixMilliseconds))]
        public DateTimeOffset? Until { get; init; }

        /// <summary>The skipping of the delay that a record shows.</summary>
        public static DelaySkipped Of(int work, WorkRecord record)
        {
            ArgumentNullException.ThrowIfNull(record);
            return new DelaySkipped(work) { Turn = Turn.Of(record), Until = record.NextScheduleTime };
        }

        /// <summary>Whether a record shows the delay that is meant. A record that was stored knows its instants to the millisecond.</summary>
        public bool Means(WorkRecord record)
        {
            ArgumentNullException.ThrowIfNull(record);
            return Turn?.IsOf(record) != false && (Until is not { } until || record.NextScheduleTime?.ToUnixTimeMilliseconds() == until.ToUnixTimeMilliseconds());
        }
    }

    /// <summary>A worker reported progress, or just life when <paramref name="Progress"/> is null.</summary>
    public sealed record Reported(int Work, int Attempt, JsonElement? Progress, int Period = 0) : GraphEvent
    {
        /// <summary>What the run shows of itself; null changes nothing.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public JsonElement? Foreground { get; init; }
    }

    /// <summary>More firings of a fixed grid were planned.</summary>
    public sealed record FiringsPlanned(int Work, string Grid, IReadOnlyList<DateTimeOffset> Firings) : GraphEvent;

    /// <summary>A gate answered, or its answer changed.</summary>
    public sealed record GateAnswered(int Work, Gate Gate, int Pass, GateAnswer Answer) : GraphEvent;

    /// <summary>An update has been taken, and is stored: the work is <paramref name="Spec"/> from here on.</summary>
    public sealed record Updated(int Work, int Generation, WorkSpec Spec) : GraphEvent;

    /// <summary>The constraints of a work count as met for one run. Histories from before turns were told have none: the next run.</summary>
    public sealed record ConstraintsMet(int Work) : GraphEvent
    {
        /// <summary>The run that is meant; null is whichever comes next.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Turn? Turn { get; init; }
    }

    /// <summary>Who runs a work outside the process said how the run ended.</summary>
    public sealed record RemoteEnded(int Work, RunOutcome Outcome) : GraphEvent;

    /// <summary>Somebody asks to lease a work that is on offer; what it drew tells it whether it was the one that got it.</summary>
    public sealed record Leased(int Work, string Lease, TimeSpan For) : GraphEvent;

    /// <summary>The holder of a lease goes on with it.</summary>
    public sealed record Renewed(int Work, int Attempt, int Period, TimeSpan For, JsonElement? Progress) : GraphEvent;

    /// <summary>A run outside the process has not ended in time.</summary>
    public sealed record RemoteExpired(int Work) : GraphEvent;

    /// <summary>Works are pruned; those that have not finished, or that unfinished works hang on, stay.</summary>
    public sealed record PruneAsked(IReadOnlyList<int> Works) : GraphEvent;

    /// <summary>Prerequisites in another instance have ended.</summary>
    public sealed record EndedElsewhere(IReadOnlyList<KeyValuePair<string, WorkState>> Works) : GraphEvent;
}
