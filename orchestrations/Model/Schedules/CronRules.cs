namespace Work.Model;

/// <summary>
/// Which firings of a fixed grid get a run. Each firing is decided once, in order. What had passed before a run began was missed, and the misfire
/// policy decides on it; what comes while a run is not finished overlaps, and the overlap policy does. Missed firings that are being made up one
/// by one do not overlap each other, and whatever comes meanwhile is made up behind them.
/// </summary>
public static class CronRules
{
    /// <summary>How late a firing may be before <see cref="MisfirePolicy.Skip"/> takes it for missed.</summary>
    public static readonly TimeSpan OnTime = TimeSpan.FromMinutes(1);

    /// <summary>Whether more firings must be planned, after <see cref="PeriodState.DecidedUntil"/>.</summary>
    public static bool IsShort(WorkSpec spec, WorkRecord record) =>
        spec.Cron is not null && !record.State.IsFinished() && record.Period?.Firings switch
        {
            [.., var last] when last == CronPlans.Never => false,
            [_] => record.State == WorkState.Running,
            [_, _, ..] => false,
            _ => true,
        };

    /// <summary>
    /// The record when firings were planned. Those that have been decided meanwhile count no more, and none do of a grid that was replaced meanwhile;
    /// when none is left, it is short again.
    /// </summary>
    public static WorkRecord Planned(WorkSpec spec, WorkRecord record, string grid, IReadOnlyList<DateTimeOffset> firings)
    {
        if (record.Period is not { } period || record.State.IsFinished() || spec.Cron?.Grid != grid)
        {
            return record;
        }

        WorkRecord planned = record with { Period = period with { Firings = [.. firings.Where(firing => !(firing <= period.DecidedUntil))] } };
        return planned is { State: WorkState.Enqueued, NextScheduleTime: null } ? PeriodRules.Waiting(spec, planned) : planned;
    }

    /// <summary>When a firing will end the period that is under way; null when none will.</summary>
    public static DateTimeOffset? InterruptsAt(WorkSpec spec, WorkRecord record) =>
        spec.Cron?.Overlap == OverlapPolicy.CancelRunning && record is { RunAttemptCount: > 0, State: WorkState.Running or WorkState.Enqueued }
            ? record.Period?.Firings?.Where(firing => firing > record.Period.BeganAt).Select(firing => (DateTimeOffset?)firing).FirstOrDefault()
            : null;

    /// <summary>
    /// The record as time alone has changed it: a firing has ended the period that was under way, or was missed and is skipped. To be asked
    /// before anything is handed out; asked twice it changes nothing more.
    /// </summary>
    public static WorkRecord Looked(WorkSpec spec, WorkRecord record, DateTimeOffset now)
    {
        if (InterruptsAt(spec, record) <= now)
        {
            WorkRecord stopped = record.State == WorkState.Running ? RunRules.Noted(record, AttemptResult.Stopped, StopReason.CancelledByApp, null, now) with { StopReason = StopReason.CancelledByApp } : record;
            stopped = stopped with { Remote = stopped.Remote?.Offer is { } offer ? new RemoteRun { Offer = offer } : null };
            return PeriodRules.Ended(spec, stopped, now);
        }

        bool mayMiss = spec.Cron?.Misfire == MisfirePolicy.Skip && record is { State: WorkState.Enqueued, RunAttemptCount: 0, Period.Override: null, Gates: not { Asked: not Gate.None } };
        return mayMiss ? WithoutMissed(spec, record, now) : record;
    }

    /// <summary>The state when a run is handed out: its firing is decided, and with it those for which it stands too.</summary>
    internal static PeriodState Taken(CronSpec cron, PeriodState period, DateTimeOffset now) =>
        period.Firings is not [var first, ..] || first > now ? period
            : period.Override is null && (cron.Misfire != MisfirePolicy.Once || first <= period.OwedUntil) ? Decided(period, first)
            : Decided(period, now);

    /// <summary>The state when a run has ended: what becomes of the firings that came meanwhile.</summary>
    internal static PeriodState Overlapped(CronSpec cron, PeriodState period, DateTimeOffset now) => cron.Overlap switch
    {
        _ when period.Firings is not [var first, ..] || first > now => period,

        // What falls due at the very end finds nothing that runs.
        OverlapPolicy.Skip => period.Firings[0] <= period.BeganAt ? period : Decided(period, now - TimeSpan.FromTicks(1)),
        OverlapPolicy.Queue => period with { OwedUntil = now },
        OverlapPolicy.CancelRunning => Latest(period, now),
        _ => throw new ArgumentOutOfRangeException(nameof(cron), cron.Overlap, "No such policy."),
    };

    private static WorkRecord WithoutMissed(WorkSpec spec, WorkRecord record, DateTimeOffset now)
    {
        // What is late by exactly the allowed time is still on time.
        DateTimeOffset missed = now - OnTime - TimeSpan.FromTicks(1);
        PeriodState period = record.Period!;
        return period.Firings is not [var first, ..] || first > missed || first <= period.OwedUntil
            ? record
            : PeriodRules.Waiting(spec, record with { Period = Decided(period, missed) });
    }

    // Of the firings that came one after the other, each would have ended the one before.
    private static PeriodState Latest(PeriodState period, DateTimeOffset now)
    {
        int passed = period.Firings!.Count(firing => firing <= now);
        return (passed < 2 ? period : Decided(period, period.Firings![passed - 2])) with { OwedUntil = period.Firings![passed - 1] };
    }

    private static PeriodState Decided(PeriodState period, DateTimeOffset until) =>
        period with { Firings = [.. period.Firings!.Where(firing => firing > until)], DecidedUntil = until };
}
