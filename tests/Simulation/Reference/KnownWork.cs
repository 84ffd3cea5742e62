namespace Work.Simulation.Reference;

/// <summary>How a run ended, as its worker told it.</summary>
internal enum Ending
{
    None,
    Success,
    Failure,
    Retry,
    Threw,
    Continued,
    LeftOpen,
    Stopped,
}

/// <summary>One run of a worker, as the world outside saw it.</summary>
internal sealed class Run
{
    public required int Attempt { get; init; }

    public required int Slice { get; init; }

    public required int Life { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required string Token { get; init; }

    /// <summary>Until when nobody else may have the work, when it is leased.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    public Ending Ending { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>It was told to stop before it ended.</summary>
    public bool WasStopped { get; set; }

    /// <summary>Its process has died.</summary>
    public bool IsLost { get; set; }

    /// <summary>What it said was refused: it must not count.</summary>
    public bool IsRefused { get; set; }

    /// <summary>What the outside says of how it ended; it says the same each time.</summary>
    public Ending? Said { get; set; }

    /// <summary>When its end was first told over HTTP: it may count from then on, whenever the answer comes.</summary>
    public DateTimeOffset? SaidAt { get; set; }

    /// <summary>What it said was taken for certain.</summary>
    public bool IsTaken { get; set; }

    public bool IsUnderWay => EndedAt is null && !IsLost && !WasStopped;
}

/// <summary>One work that exists, or did.</summary>
internal sealed class KnownWork
{
    public required string Id { get; init; }

    public required PlannedWork Plan { get; init; }

    public List<Run> Runs { get; } = [];

    /// <summary>An answer with its id was given: it must be there.</summary>
    public bool IsAcknowledged { get; set; }

    /// <summary>The finished state that was seen; null while none was.</summary>
    public string? Final { get; set; }

    public long FinalAtStep { get; set; }

    /// <summary>The attempts when it was seen finished; null when only a cancel's answer told.</summary>
    public int? FinalAttempts { get; set; }

    public string? FinalOutput { get; set; }

    /// <summary>Its name was taken by another: it must have finished, or be gone.</summary>
    public bool MustBeOver { get; set; }

    /// <summary>It was looked for and not found.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether it may have finished by that life of the process, from all that was seen of it.</summary>
    public bool MayBeFinished(int life) => Final is not null || Plan.MayBeCancelled || Plan.IsDroppable || Plan.MayInherit || Plan.After.Count > 0
        || Runs.Exists(run => run.Ending is Ending.Success or Ending.Failure) || MostAttempts(life) >= Plan.MaxAttempts;

    // An attempt counts before it starts: each death may have taken one with it that nobody saw begin.
    private int MostAttempts(int life) => Runs.Count == 0 ? life - 1 : Runs.Max(run => run.Attempt) + life - Runs[^1].Life;
}
