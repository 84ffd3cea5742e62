namespace Work.Model;

/// <summary>
/// The life of a periodic work from period to period (workmanager.md 2.2). Success, failure and attempts that are used up all end a period and
/// begin the next; a retry, a stop and a crash run the same one again. It ends by a cancel alone.
/// </summary>
public static class PeriodRules
{
    /// <summary>The number of the period that runs or comes next, 1 for the first; 0 for one-time work.</summary>
    public static int NumberOf(WorkRecord record) => record.Period is { } period ? period.Count + 1 : 0;

    /// <summary>Whether a work waits for its period's time: the interval, the flex of the first one, a firing or an override; not for an initial delay or a backoff.</summary>
    public static bool WaitsForPeriod(WorkSpec spec, WorkRecord record) =>
        record is { State: WorkState.Enqueued, Period: { } period }
        && (period.Override is not null || (record.RunAttemptCount == 0 && (period.Count > 0 || spec.Cron is not null || spec.Period!.Flex < spec.Period.Every)));

    /// <summary>The record at the enqueue.</summary>
    internal static WorkRecord Begun(WorkSpec spec, WorkRecord record, DateTimeOffset now) => Waiting(spec, record with
    {
        EnqueuedAt = now,
        Period = new PeriodState { Override = spec.NextScheduleTimeOverride, Firings = spec.Cron?.Firings, DecidedUntil = spec.Cron?.After },
    });

    /// <summary>The record when a run is handed out: of a new period, with the firings decided that the run stands for.</summary>
    internal static WorkRecord HandedOut(WorkSpec spec, WorkRecord record, DateTimeOffset now)
    {
        PeriodState period = record.Period! with { StartedGeneration = record.Period.OverrideGeneration };
        return record with
        {
            Period = record.RunAttemptCount > 0 ? period : (spec.Cron is null ? period : CronRules.Taken(spec.Cron, period, now)) with { BeganAt = now },
        };
    }

    /// <summary>The record when a period is over: the next begins, and its delay counts from now.</summary>
    internal static WorkRecord Ended(WorkSpec spec, WorkRecord record, DateTimeOffset now)
    {
        PeriodState period = Consumed(record.Period!) with { Count = record.Period!.Count + 1 };
        return Waiting(spec, record with
        {
            EnqueuedAt = now,
            RunAttemptCount = 0,
            FailedAttempts = 0,
            Progress = null,
            Checkpoint = null,
            Triggered = null,
            Period = spec.Cron is null ? period : CronRules.Overlapped(spec.Cron, period, now),
        });
    }

    /// <summary>The record when a run asked for a retry: the same period again after the backoff, or at an override that came meanwhile.</summary>
    internal static WorkRecord Retried(WorkSpec spec, WorkRecord record, double chance, DateTimeOffset now) =>
        Waiting(spec, record with { EnqueuedAt = now, Period = Consumed(record.Period!) }, chance);

    /// <summary>The record with the next run set to an instant. Attempts and periods stay; what runs now goes on.</summary>
    public static WorkRecord WithOverride(WorkSpec spec, WorkRecord record, DateTimeOffset at) => Overridden(spec, record, at);

    /// <summary>The record with the override taken back; counts even when there was none.</summary>
    public static WorkRecord WithoutOverride(WorkSpec spec, WorkRecord record) => Overridden(spec, record, null);

    /// <summary>
    /// The record when its request was updated: attempts, periods, the enqueue time and the override stay, and what waits is due when the new
    /// request says. A new schedule begins with the firings that were planned for it; an unchanged one keeps what it has decided.
    /// </summary>
    public static WorkRecord Updated(WorkSpec before, WorkSpec after, WorkRecord record)
    {
        if (record.Period is not { } period || record.State.IsFinished())
        {
            return record;
        }

        period = after.ChangesOverride ? period with { Override = after.NextScheduleTimeOverride, OverrideGeneration = period.OverrideGeneration + 1 } : period;
        bool isSameGrid = before.Cron?.Grid == after.Cron?.Grid;
        WorkRecord changed = record with
        {
            Period = isSameGrid ? period : period with { Firings = after.Cron?.Firings, DecidedUntil = after.Cron?.After, OwedUntil = null },
        };
        return changed.State == WorkState.Enqueued ? Waiting(after, changed) : changed;
    }

    /// <summary>The record as it waits for its next run.</summary>
    internal static WorkRecord Waiting(WorkSpec spec, WorkRecord record, double chance = 0) =>
        record with { State = WorkState.Enqueued, NextScheduleTime = PeriodTimes.Next(spec, record, chance) };

    private static WorkRecord Overridden(WorkSpec spec, WorkRecord record, DateTimeOffset? at)
    {
        if (record.Period is not { } period || record.State.IsFinished())
        {
            return record;
        }

        bool isOverridden = period.Override is not null || at is not null;
        WorkRecord changed = record with { Period = period with { Override = at, OverrideGeneration = period.OverrideGeneration + 1 } };

        // Without any override nothing of the time has changed, and a backoff keeps the chance that was drawn for it.
        return changed.State == WorkState.Enqueued && isOverridden ? Waiting(spec, changed) : changed;
    }

    // An override that came during the run is for the next one.
    private static PeriodState Consumed(PeriodState period) => period.StartedGeneration == period.OverrideGeneration ? period with { Override = null } : period;
}
