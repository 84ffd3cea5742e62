namespace Work.Model;

/// <summary>Whether a call applies to a work as it is: why not, as the end of a sentence that begins with the work; null when it does.</summary>
public static class CallRules
{
    /// <summary>Skipping the delay or backoff that is left; when none is, there is nothing to do.</summary>
    public static string? WhyNotRunNow(WorkRecord record) =>
        record.State == WorkState.Enqueued ? null : "does not wait for time: it is running, blocked or finished";

    /// <summary>Saying that the initial delay is over.</summary>
    public static string? WhyNotInitialDelayMet(WorkSpec spec, WorkRecord record) =>
        record is { State: WorkState.Enqueued, RunAttemptCount: 0 } && !PeriodRules.WaitsForPeriod(spec, record) ? null : "does not wait for its initial delay";

    /// <summary>Saying that the period is over.</summary>
    public static string? WhyNotPeriodDelayMet(WorkSpec spec, WorkRecord record) =>
        PeriodRules.WaitsForPeriod(spec, record) ? null : spec.IsPeriodic ? "does not wait for its period" : "is not periodic";

    /// <summary>Stopping the current run.</summary>
    public static string? WhyNotStop(WorkRecord record) => record.State == WorkState.Running ? null : "is not running";

    /// <summary>Whether constraints or content keep a work from running, so that saying that they are met changes something.</summary>
    public static bool IsHeldByConstraints(WorkSpec spec, WorkRecord record) =>
        record.State is WorkState.Blocked or WorkState.Enqueued
        && ((GateRules.Needed(spec, record) & (Gate.Content | Gate.Constraints)) & ~(record.Gates?.Open ?? Gate.None)) != Gate.None;
}
