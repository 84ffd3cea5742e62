namespace Work.Model;

/// <summary>
/// The stored part of a periodic work that moves its times, and its moves. Pure; who owns the work stores the result. A move is not
/// idempotent: the owner makes it once for each run, by the run's attempt, as with every result.
/// </summary>
public sealed record PeriodState
{
    /// <summary>The enqueue, the end of the last period or the last retry: what all delays count from.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Periods that ended, in success or failure alike.</summary>
    public int PeriodCount { get; init; }

    /// <summary>Runs of this period, the current one included.</summary>
    public int Attempts { get; init; }

    /// <summary>The caller's time for the next run; null is none.</summary>
    public DateTimeOffset? Override { get; init; }

    /// <summary>Counts each setting and clearing of the override, so that a run's end can tell whether it was changed meanwhile.</summary>
    public int OverrideGeneration { get; init; }

    /// <summary>A run is handed out. It keeps the <see cref="OverrideGeneration"/> that it began with.</summary>
    public PeriodState Started() => this with { Attempts = Attempts + 1 };

    /// <summary>The run ended in success, failure or an exception: the next period begins.</summary>
    public PeriodState Ended(DateTimeOffset now, int startedGeneration) =>
        Consumed(startedGeneration) with { EnqueuedAt = now, Attempts = 0, PeriodCount = PeriodCount + 1 };

    /// <summary>The run asked for a retry: the same period again after the backoff.</summary>
    public PeriodState Retried(DateTimeOffset now, int startedGeneration) => Consumed(startedGeneration) with { EnqueuedAt = now };

    /// <summary>The run was stopped or its process died: the same period again, and nothing else changes.</summary>
    public PeriodState Stopped() => this;

    /// <summary>The next run is set to an instant. Attempts and periods stay.</summary>
    public PeriodState WithOverride(DateTimeOffset at) => this with { Override = at, OverrideGeneration = OverrideGeneration + 1 };

    /// <summary>The override is taken back; counts even when there was none.</summary>
    public PeriodState WithoutOverride() => this with { Override = null, OverrideGeneration = OverrideGeneration + 1 };

    // An override that came during the run is for the next one.
    private PeriodState Consumed(int startedGeneration) => startedGeneration == OverrideGeneration ? this with { Override = null } : this;
}
