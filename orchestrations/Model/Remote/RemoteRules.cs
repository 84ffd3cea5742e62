namespace Work.Model;

/// <summary>
/// Runs outside the process: one that a worker left to a callback, and one that was leased. Their attempt counts from the handing out like any
/// other; a result counts once, from the current attempt alone, and even when it comes before the answer that announced it.
/// </summary>
public static class RemoteRules
{
    /// <summary>The record when a worker said that its run goes on elsewhere.</summary>
    public static WorkRecord GoesOn(WorkSpec spec, WorkRecord record) =>
        record with { Remote = new RemoteRun { Until = DeadlineOf(spec, record) } };

    /// <summary>The record when a lease is taken; as it was when the work is not on offer, since then somebody else was first.</summary>
    public static WorkRecord Leased(WorkSpec spec, WorkRecord record, GraphEvent.Leased leased, DateTimeOffset now)
    {
        if (record.State != WorkState.Enqueued || record.Remote?.Offer is null)
        {
            return record;
        }

        WorkRecord running = RunRules.HandedOut(spec, record, now) with { InFlight = false };
        return running with { Remote = record.Remote with { Lease = leased.Lease, Until = Earlier(EligibleTime.Add(now, leased.For), DeadlineOf(spec, running)) } };
    }

    /// <summary>The record when the holder of a lease showed that it is alive: never beyond the run's timeout.</summary>
    public static WorkRecord Renewed(WorkSpec spec, WorkRecord record, GraphEvent.Renewed renewed, DateTimeOffset now)
    {
        if (!IsCurrent(record, renewed.Attempt, renewed.Period) || record.Remote?.Lease is null)
        {
            return record;
        }

        return RunRules.Reported(record, new GraphEvent.Reported(renewed.Work, renewed.Attempt, renewed.Progress, renewed.Period), now) with
        {
            Remote = record.Remote with { Until = Earlier(EligibleTime.Add(now, renewed.For), DeadlineOf(spec, record)) },
        };
    }

    /// <summary>The record when who runs it outside said how the run ended.</summary>
    public static WorkRecord Ended(WorkSpec spec, WorkRecord record, RunOutcome outcome, DateTimeOffset now) =>
        IsCurrent(record, outcome.Attempt, outcome.Period) ? RunRules.Judged(spec, record, outcome, now) with { Remote = record.Remote?.Offer is { } offer ? new RemoteRun { Offer = offer } : null } : record;

    /// <summary>The record when nobody said anything in time: a lease that ran out is a lost run, and a run that took too long is stopped.</summary>
    public static WorkRecord Expired(WorkSpec spec, WorkRecord record, DateTimeOffset now)
    {
        if (!HasRunOut(record, now))
        {
            return record;
        }

        bool isLost = IsLost(spec, record, now);
        var outcome = new RunOutcome
        {
            Attempt = record.RunAttemptCount,
            Period = PeriodRules.NumberOf(record),
            End = isLost ? RunEnd.Lost : RunEnd.Stopped,
            StopReason = isLost ? StopReason.Unknown : StopReason.Timeout,
            Error = isLost ? WorkErrors.LeaseRanOut : null,
        };
        return Ended(spec, record, outcome, now);
    }

    /// <summary>Whether a run outside is not waited for any more.</summary>
    public static bool HasRunOut(WorkRecord record, DateTimeOffset now) => record is { State: WorkState.Running, InFlight: false, Remote.Until: { } until } && until <= now;

    /// <summary>Whether a run that is not waited for any more is a lease that ran out, and not a run that took too long.</summary>
    public static bool IsLost(WorkSpec spec, WorkRecord record, DateTimeOffset now) => record.Remote?.Lease is not null && !(DeadlineOf(spec, record) <= now);

    /// <summary>Whether an attempt of a period (0 for one-time work) is the one that runs.</summary>
    public static bool IsCurrent(WorkRecord record, int attempt, int period) =>
        record.State == WorkState.Running && record.RunAttemptCount == attempt && PeriodRules.NumberOf(record) == period;

    /// <summary>Whether a work is on offer, so that only a lease or a message moves it.</summary>
    public static bool IsOffered(WorkRecord record) => record is { State: WorkState.Enqueued, Remote.Offer: not null };

    /// <summary>When runs outside end by themselves, the earliest; null when none does.</summary>
    public static DateTimeOffset? NextEnd(GraphState state)
    {
        DateTimeOffset? next = null;
        foreach (WorkRecord record in state.Works)
        {
            if (record is { State: WorkState.Running, InFlight: false, Remote.Until: { } until } && (next is null || until < next))
            {
                next = until;
            }
        }

        return next;
    }

    /// <summary>When a run has taken too long; null when it never has.</summary>
    public static DateTimeOffset? DeadlineOf(WorkSpec spec, WorkRecord record) =>
        spec.Timeout is { } timeout && record.StartedAt is { } startedAt ? EligibleTime.Add(startedAt, timeout) : null;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;
}
