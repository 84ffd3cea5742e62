namespace Work.Model;

/// <summary>An ended run as the HTTP API shows it.</summary>
public sealed record AttemptInfo(int Attempt, DateTimeOffset StartedAt, DateTimeOffset EndedAt, AttemptResult Result, StopReason StopReason, WorkError? Error)
{
    /// <summary>The view of a stored attempt.</summary>
    public static AttemptInfo Of(Attempt attempt) =>
        new(attempt.Number, attempt.StartedAt, attempt.EndedAt, attempt.Result, attempt.StopReason, attempt.Error);
}

/// <summary>The ended runs of a work, oldest first.</summary>
public sealed record WorkHistory(IReadOnlyList<AttemptInfo> Attempts);
