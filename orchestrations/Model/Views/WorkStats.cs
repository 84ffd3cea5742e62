using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>How many works there are in each state.</summary>
public sealed record StateCounts(int Blocked, int Enqueued, int Running, int Succeeded, int Failed, int Cancelled)
{
    /// <summary>None.</summary>
    public static StateCounts None { get; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>With one more in a state.</summary>
    public StateCounts With(WorkState state) => state switch
    {
        WorkState.Blocked => this with { Blocked = Blocked + 1 },
        WorkState.Enqueued => this with { Enqueued = Enqueued + 1 },
        WorkState.Running => this with { Running = Running + 1 },
        WorkState.Succeeded => this with { Succeeded = Succeeded + 1 },
        WorkState.Failed => this with { Failed = Failed + 1 },
        _ => this with { Cancelled = Cancelled + 1 },
    };

    /// <summary>Both together.</summary>
    public StateCounts Plus(StateCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(
            Blocked + other.Blocked, Enqueued + other.Enqueued, Running + other.Running, Succeeded + other.Succeeded, Failed + other.Failed, Cancelled + other.Cancelled);
    }
}

/// <summary>The works of one worker.</summary>
/// <param name="States">How many are in each state.</param>
/// <param name="OldestDueAt">Since when the work has been due that waits longest for its run; null when none waits.</param>
/// <param name="ExpiredLeases">How many leases of its works have run out, ever.</param>
public sealed record WorkerStats(
    StateCounts States, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? OldestDueAt, int ExpiredLeases);

/// <summary>What there is, in numbers.</summary>
/// <param name="States">How many works are in each state.</param>
/// <param name="OldestDueAt">Since when the work has been due that waits longest for its run; null when none waits.</param>
/// <param name="Workers">The same by worker: each that is registered, and each that has works.</param>
/// <param name="FinishedCountedAt">When the finished works were counted; the others are counted for each answer.</param>
/// <param name="LastCancelAllAt">When all work was last cancelled at once; null when never.</param>
public sealed record WorkStats(
    StateCounts States,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? OldestDueAt,
    IReadOnlyDictionary<string, WorkerStats> Workers,
    DateTimeOffset FinishedCountedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? LastCancelAllAt);
