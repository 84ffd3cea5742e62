namespace Work.Model;

/// <summary>What of a periodic work's request decides its times.</summary>
public sealed record PeriodRule
{
    /// <summary>How often.</summary>
    public required Period Period { get; init; }

    /// <summary>Before the first run only. Not negative.</summary>
    public TimeSpan InitialDelay { get; init; }

    /// <summary>The delay before a retry within a period.</summary>
    public required Backoff Backoff { get; init; }

    /// <summary>The longest delay before a retry.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromHours(5);

    /// <summary>The part of each backoff delay, 0 to 1, that chance may add to it.</summary>
    public double Jitter { get; init; }

    /// <summary>The least time from the end of a run to an override, once the first period is over: the profile's least period.</summary>
    public required TimeSpan OverrideFloor { get; init; }
}
