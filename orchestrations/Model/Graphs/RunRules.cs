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
    public static WorkRecord HandedOut(WorkSpec spec, WorkRecord record, DateTimeOffset now) => GateRules.Used(spec.IsPeriodic ? PeriodRules.HandedOut(spec, record, now) : record) with
    {
        State = WorkState.Running,
        RunAttemptCount = record.RunAttemptCount + 1,
        StartedAt = now,
        NextScheduleTime = null,
        StopReason = StopReason.NotStopped,
        InFlight = true,
        Remote = null,
    };

    /// <summary>The record when a run came back.</summary>
    public static WorkRecord Ended(WorkSpec spec, WorkRecord record, RunOutcome outcome, DateTimeOffset now)
    {
        bool isOfThisPeriod = outcome.Period == PeriodRules.NumberOf(record);
        if (!record.InFlight || (isOfThisPeriod ? outcome.Attempt != record.RunAttemptCount : record.State == WorkState.Running))
        {
            return record;
        }

        // A run whose period was ended by a firing comes back into the next one.
        WorkRecord back = record with { InFlight = false };
        return !isOfThisPeriod ? back
            : record.State != WorkState.Running ? SliceRules.WithCheckpoint(back, outcome)
            : Judged(spec, back, outcome, now);
    }

    /// <summary>The record when its current run has ended so, wherever it ran.</summary>
    internal static WorkRecord Judged(WorkSpec spec, WorkRecord back, RunOutcome outcome, DateTimeOffset now) =>
        outcome.End switch
        {
            RunEnd.Succeeded => Finished(spec, back, WorkState.Succeeded, AttemptResult.Success, outcome, now) with { Error = null },
            RunEnd.Failed => Finished(spec, back, WorkState.Failed, AttemptResult.Failure, outcome, now),
            RunEnd.Threw when !spec.RetriesExceptions => Finished(spec, back, WorkState.Failed, AttemptResult.Failure, outcome, now),
            RunEnd.Threw or RunEnd.AskedForRetry => Retried(spec, back, outcome, now),
            RunEnd.Lost => Lost(spec, back, outcome, now),
            RunEnd.GoesOn => RemoteRules.GoesOn(spec, back),
            RunEnd.HeldBack => HeldBack(back, now),
            RunEnd.Continued => SliceRules.Continued(back, outcome, now),
            _ => SliceRules.WithCheckpoint(Stopped(spec, back, outcome.StopReason, now) with { Progress = outcome.Progress ?? back.Progress }, outcome),
        };

    /// <summary>The record when its run is stopped: the work goes on later, and the attempt has been counted.</summary>
    public static WorkRecord Stopped(WorkSpec spec, WorkRecord record, StopReason reason, DateTimeOffset now) =>
        record.State != WorkState.Running ? record : WaitingAgain(spec, Noted(record, AttemptResult.Stopped, reason, null, now) with { StopReason = reason }, now);

    /// <summary>
    /// The record when it is cancelled; a finished one stays as it is. What did not run was not stopped, and has no reason for it; that a person
    /// cancelled it is told all the same.
    /// </summary>
    public static WorkRecord Cancelled(WorkRecord record, StopReason reason, DateTimeOffset now)
    {
        if (record.State.IsFinished())
        {
            return record;
        }

        WorkRecord ended = record.State == WorkState.Running
            ? Noted(record, AttemptResult.Stopped, reason, null, now) with { StopReason = reason }
            : record with { StopReason = reason == StopReason.User ? reason : StopReason.NotStopped };
        return ended with { State = WorkState.Cancelled, NextScheduleTime = null, FinishedAt = now, Checkpoint = null };
    }

    /// <summary>The record when the delay that is left is skipped: only time is skipped, not a run that is still out.</summary>
    public static WorkRecord WithoutDelay(WorkRecord record, DateTimeOffset now) =>
        WaitsForTime(record, now) ? record with { NextScheduleTime = now } : record;

    /// <summary>Whether a delay or a backoff is left.</summary>
    public static bool WaitsForTime(WorkRecord record, DateTimeOffset now) => record.State == WorkState.Enqueued && record.NextScheduleTime > now;

    /// <summary>The record when its run reported progress or life.</summary>
    public static WorkRecord Reported(WorkRecord record, GraphEvent.Reported report, DateTimeOffset now) =>
        record.State != WorkState.Running || report.Attempt != record.RunAttemptCount || report.Period != PeriodRules.NumberOf(record)
            ? record
            : record with { Progress = report.Progress ?? record.Progress, Foreground = report.Foreground ?? record.Foreground, LastHeartbeatAt = now };

    /// <summary>
    /// Why the run of an attempt must stop, seen from its record; null when it may go on. A record that does not know the run yet says nothing: Azure
    /// hands a run out before the status of its instance shows it.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="period">The period that it belongs to; 0 for one-time work.</param>
    public static StopReason? MustStop(WorkRecord record, int attempt, int period = 0)
    {
        bool isCurrent = record.RunAttemptCount == attempt && PeriodRules.NumberOf(record) == period;
        return IsBefore(record, attempt, period) || (isCurrent && record.State == WorkState.Running) ? null
            : isCurrent && record.StopReason != StopReason.NotStopped ? record.StopReason
            : StopReason.CancelledByApp;
    }

    /// <summary>Whether a record is of a time before a run of it was handed out: what is read may be that late.</summary>
    /// <param name="record">The record.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="period">The period that it belongs to; 0 for one-time work.</param>
    public static bool IsBefore(WorkRecord record, int attempt, int period = 0)
    {
        int shown = PeriodRules.NumberOf(record);
        return !record.State.IsFinished() && (shown == period ? record.RunAttemptCount < attempt : shown < period);
    }

    // Nothing has run, so the record is as it was before the hand-out, as far as it still knows; and it asks whether its worker is paused.
    internal static WorkRecord HeldBack(WorkRecord record, DateTimeOffset now) => Waiting(record, record.StartedAt ?? now) with
    {
        RunAttemptCount = record.RunAttemptCount - 1,
        StartedAt = record.Attempts?[^1].StartedAt,
        StopReason = record.Attempts?[^1].StopReason ?? StopReason.NotStopped,
        Gates = (record.Gates ?? new GateState()) with { IsHeldBack = true },
    };

    private static WorkRecord Retried(WorkSpec spec, WorkRecord record, RunOutcome outcome, DateTimeOffset now)
    {
        WorkRecord counted = Noted(record, AttemptResult.Retry, StopReason.NotStopped, outcome.Error, now) with
        {
            FailedAttempts = record.FailedAttempts + 1,
            Error = outcome.Error,
            Progress = null,
        };
        DateTimeOffset least = EligibleTime.Add(now, outcome.AtLeast ?? TimeSpan.Zero);
        if (Exhausted(spec, counted, outcome.Error, now) is { } exhausted)
        {
            return exhausted;
        }

        if (spec.IsPeriodic)
        {
            WorkRecord again = PeriodRules.Retried(spec, counted, outcome.Chance, now);
            return again.Period!.Override is null && again.NextScheduleTime < least ? Waiting(again, least) : again;
        }

        DateTimeOffset next = EligibleTime.Next(spec, now, record.RunAttemptCount, outcome.Chance);
        return Waiting(counted with { EnqueuedAt = now }, next > least ? next : least);
    }

    private static WorkRecord Lost(WorkSpec spec, WorkRecord record, RunOutcome outcome, DateTimeOffset now)
    {
        WorkRecord counted = Noted(record, AttemptResult.Stopped, StopReason.Unknown, outcome.Error, now) with
        {
            FailedAttempts = record.FailedAttempts + 1,
            StopReason = StopReason.Unknown,
        };
        return Exhausted(spec, counted, outcome.Error, now) ?? WaitingAgain(spec, counted, now);
    }

    private static WorkRecord? Exhausted(WorkSpec spec, WorkRecord record, WorkError? last, DateTimeOffset now)
    {
        if (spec.MaxAttempts == 0 || record.FailedAttempts < spec.MaxAttempts)
        {
            return null;
        }

        WorkRecord exhausted = record with { Error = WorkErrors.AttemptsExhausted(record.FailedAttempts, last) };
        return spec.IsPeriodic ? PeriodRules.Ended(spec, exhausted, now) : exhausted with { State = WorkState.Failed, FinishedAt = now, Checkpoint = null };
    }

    // The attempt has been counted, and the time from which the delay counts stays.
    private static WorkRecord WaitingAgain(WorkSpec spec, WorkRecord record, DateTimeOffset now)
    {
        DateTimeOffset? next = spec.IsPeriodic ? PeriodTimes.Next(spec, record, 0) : EligibleTime.Next(spec, record.EnqueuedAt ?? now, record.RunAttemptCount, 0);
        return Waiting(record, next is { } eligible ? Spacing.Least(spec, record, eligible) : null);
    }

    private static WorkRecord Waiting(WorkRecord record, DateTimeOffset? next) => record with { State = WorkState.Enqueued, NextScheduleTime = next };

    private static WorkRecord Finished(WorkSpec spec, WorkRecord record, WorkState state, AttemptResult result, RunOutcome outcome, DateTimeOffset now)
    {
        WorkRecord noted = Noted(record, result, StopReason.NotStopped, outcome.Error, now, outcome.Output) with { Error = outcome.Error, Progress = null };
        return spec.IsPeriodic ? PeriodRules.Ended(spec, noted, now) : noted with { State = state, FinishedAt = now, Output = outcome.Output, Checkpoint = null };
    }

    internal static WorkRecord Noted(WorkRecord record, AttemptResult result, StopReason reason, WorkError? error, DateTimeOffset now, Payload? output = null)
    {
        var attempt = new Attempt
        {
            Number = record.RunAttemptCount,
            StartedAt = record.StartedAt ?? now,
            EndedAt = now,
            Result = result,
            StopReason = reason,
            Error = error,
            Period = PeriodRules.NumberOf(record),
            Output = record.Period is null ? null : output,
            Slice = record.Slice,
        };
        IReadOnlyList<Attempt> attempts = [.. (record.Attempts ?? []).TakeLast(MaxAttemptsKept - 1), attempt];
        return record with { Attempts = record.Period is null ? attempts : GraphStatus.Fitting(attempts), Slice = 0, Foreground = null };
    }
}
