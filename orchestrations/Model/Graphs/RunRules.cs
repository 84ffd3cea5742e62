namespace Work.Model;

/// <summary>
/// The life of one work from run to run (workmanager.md 2.1). An attempt counts from the moment it is handed out; a result counts once,
/// and only from the run that is current: what an older run, a stopped one or a repeated message says changes nothing.
/// </summary>
public static class RunRules
{
    /// <summary>How many ended runs a record keeps; the oldest go first.</summary>
    public const int MaxAttemptsKept = 100;

    /// <summary>The record when its run is handed out.</summary>
    public static WorkRecord HandedOut(WorkRecord record, DateTimeOffset now) => GateRules.Used(record) with
    {
        State = WorkState.Running,
        RunAttemptCount = record.RunAttemptCount + 1,
        StartedAt = now,
        NextScheduleTime = null,
        StopReason = StopReason.NotStopped,
        InFlight = true,
    };

    /// <summary>The record when a run came back.</summary>
    public static WorkRecord Ended(WorkSpec spec, WorkRecord record, RunOutcome outcome, DateTimeOffset now)
    {
        if (outcome.Attempt != record.RunAttemptCount || !record.InFlight)
        {
            return record;
        }

        WorkRecord back = record with { InFlight = false };
        return record.State != WorkState.Running ? back : outcome.End switch
        {
            RunEnd.Succeeded => Finished(back, WorkState.Succeeded, AttemptResult.Success, outcome, now) with { Error = null },
            RunEnd.Failed => Finished(back, WorkState.Failed, AttemptResult.Failure, outcome, now),
            RunEnd.Threw when !spec.RetriesExceptions => Finished(back, WorkState.Failed, AttemptResult.Failure, outcome, now),
            RunEnd.Threw or RunEnd.AskedForRetry => Retried(spec, back, outcome, now),
            RunEnd.Lost => Lost(spec, back, outcome, now),
            _ => Stopped(spec, back, outcome.StopReason, now) with { Progress = outcome.Progress ?? back.Progress },
        };
    }

    /// <summary>The record when its run is stopped: the work goes on later, and the attempt has been counted.</summary>
    public static WorkRecord Stopped(WorkSpec spec, WorkRecord record, StopReason reason, DateTimeOffset now) =>
        record.State != WorkState.Running ? record : Waiting(
            Noted(record, AttemptResult.Stopped, reason, null, now) with { StopReason = reason },
            EligibleTime.Next(spec, record.EnqueuedAt ?? now, record.RunAttemptCount, 0));

    /// <summary>The record when it is cancelled; a finished one stays as it is.</summary>
    public static WorkRecord Cancelled(WorkRecord record, StopReason reason, DateTimeOffset now)
    {
        if (record.State.IsFinished())
        {
            return record;
        }

        WorkRecord ended = record.State == WorkState.Running ? Noted(record, AttemptResult.Stopped, reason, null, now) with { StopReason = reason } : record with { StopReason = StopReason.NotStopped };
        return ended with { State = WorkState.Cancelled, NextScheduleTime = null, FinishedAt = now };
    }

    /// <summary>The record when the delay that is left is skipped: only time is skipped, not a run that is still out.</summary>
    public static WorkRecord WithoutDelay(WorkRecord record, DateTimeOffset now) =>
        WaitsForTime(record, now) ? record with { NextScheduleTime = now } : record;

    /// <summary>Whether a delay or a backoff is left.</summary>
    public static bool WaitsForTime(WorkRecord record, DateTimeOffset now) => record.State == WorkState.Enqueued && record.NextScheduleTime > now;

    /// <summary>The record when its run reported progress or life.</summary>
    public static WorkRecord Reported(WorkRecord record, GraphEvent.Reported report, DateTimeOffset now) =>
        record.State != WorkState.Running || report.Attempt != record.RunAttemptCount
            ? record
            : record with { Progress = report.Progress ?? record.Progress, LastHeartbeatAt = now };

    /// <summary>Why the run of an attempt must stop, seen from its record; null when it may go on.</summary>
    public static StopReason? MustStop(WorkRecord record, int attempt) =>
        record.State == WorkState.Running && record.RunAttemptCount == attempt ? null
        : record.RunAttemptCount == attempt && record.StopReason != StopReason.NotStopped ? record.StopReason
        : StopReason.CancelledByApp;

    private static WorkRecord Retried(WorkSpec spec, WorkRecord record, RunOutcome outcome, DateTimeOffset now)
    {
        WorkRecord counted = Noted(record, AttemptResult.Retry, StopReason.NotStopped, outcome.Error, now) with
        {
            FailedAttempts = record.FailedAttempts + 1,
            Error = outcome.Error,
            Progress = null,
        };
        DateTimeOffset next = EligibleTime.Next(spec, now, record.RunAttemptCount, outcome.Chance);
        DateTimeOffset least = EligibleTime.Add(now, outcome.AtLeast ?? TimeSpan.Zero);
        return Exhausted(spec, counted, outcome.Error, now) ?? Waiting(counted with { EnqueuedAt = now }, next > least ? next : least);
    }

    private static WorkRecord Lost(WorkSpec spec, WorkRecord record, RunOutcome outcome, DateTimeOffset now)
    {
        WorkRecord counted = Noted(record, AttemptResult.Stopped, StopReason.Unknown, outcome.Error, now) with
        {
            FailedAttempts = record.FailedAttempts + 1,
            StopReason = StopReason.Unknown,
        };
        return Exhausted(spec, counted, outcome.Error, now)
            ?? Waiting(counted, EligibleTime.Next(spec, record.EnqueuedAt ?? now, record.RunAttemptCount, 0));
    }

    private static WorkRecord? Exhausted(WorkSpec spec, WorkRecord record, WorkError? last, DateTimeOffset now) =>
        spec.MaxAttempts == 0 || record.FailedAttempts < spec.MaxAttempts ? null : record with
        {
            State = WorkState.Failed,
            FinishedAt = now,
            Error = WorkErrors.AttemptsExhausted(record.FailedAttempts, last),
        };

    private static WorkRecord Waiting(WorkRecord record, DateTimeOffset next) => record with { State = WorkState.Enqueued, NextScheduleTime = next };

    private static WorkRecord Finished(WorkRecord record, WorkState state, AttemptResult result, RunOutcome outcome, DateTimeOffset now) =>
        Noted(record, result, StopReason.NotStopped, outcome.Error, now) with
        {
            State = state,
            FinishedAt = now,
            Output = outcome.Output,
            Error = outcome.Error,
            Progress = null,
        };

    private static WorkRecord Noted(WorkRecord record, AttemptResult result, StopReason reason, WorkError? error, DateTimeOffset now)
    {
        var attempt = new Attempt
        {
            Number = record.RunAttemptCount,
            StartedAt = record.StartedAt ?? now,
            EndedAt = now,
            Result = result,
            StopReason = reason,
            Error = error,
        };
        return record with { Attempts = [.. (record.Attempts ?? []).TakeLast(MaxAttemptsKept - 1), attempt] };
    }
}
