namespace Work.Model;

/// <summary>A prerequisite of a work, as far as it is known.</summary>
/// <param name="Id">The id.</param>
/// <param name="State">The state.</param>
/// <param name="FinishedAt">When it finished; null while it has not.</param>
public sealed record PrerequisiteState(string Id, WorkState State, DateTimeOffset? FinishedAt);

/// <summary>Says why a work is where it is, from what is stored of it and of its prerequisites alone.</summary>
public static class Explanations
{
    /// <summary>Why the work is where it is.</summary>
    /// <param name="spec">What was accepted.</param>
    /// <param name="record">Where it is.</param>
    /// <param name="enqueuedAt">When its request was accepted.</param>
    /// <param name="prerequisites">Its prerequisites, in the order of the request.</param>
    /// <param name="now">Now.</param>
    /// <param name="unmet">The constraints that do not hold now, when they are what holds it; null when only the stored answer is known.</param>
    public static WorkExplanation Of(
        WorkSpec spec, WorkRecord record, DateTimeOffset enqueuedAt, IReadOnlyList<PrerequisiteState> prerequisites, DateTimeOffset now, IReadOnlyList<Unmet>? unmet = null)
    {
        IEnumerable<Wait> waits = record.State switch
        {
            WorkState.Blocked => [Blocked(enqueuedAt, prerequisites)],
            WorkState.Enqueued => unmet is { Count: > 0 } && record.Gates?.Hold is { } hold ? Unmet(unmet, hold) : Enqueued(spec, record, enqueuedAt, now),
            WorkState.Failed when record.Error?.Type == WorkErrors.PrerequisiteFailed.Type => Ended(record, "prerequisiteFailed", prerequisites.Where(p => p.State == WorkState.Failed)),
            WorkState.Cancelled when record.StopReason == StopReason.Quota => [new Wait(WaitKind.Quota, "dropped", record.FinishedAt ?? now)],
            WorkState.Cancelled when record.RunAttemptCount == 0 => Ended(record, "prerequisiteCancelled", prerequisites.Where(p => p.State == WorkState.Cancelled)),
            _ => [],
        };
        return new WorkExplanation(record.State, [.. waits], record.State == WorkState.Enqueued ? record.NextScheduleTime : null);
    }

    // When none is open, all have ended and the word of it is on its way from their instance.
    private static Wait Blocked(DateTimeOffset since, IReadOnlyList<PrerequisiteState> prerequisites)
    {
        string[] open = [.. prerequisites.Where(p => !p.State.IsFinished()).Select(p => p.Id)];
        return open.Length > 0
            ? new Wait(WaitKind.Prerequisite, "prerequisites", since, Ids: open)
            : new Wait(WaitKind.Prerequisite, "prerequisiteNotice", prerequisites.Max(p => p.FinishedAt) ?? since, Ids: [.. prerequisites.Select(p => p.Id)]);
    }

    private static IEnumerable<Wait> Enqueued(WorkSpec spec, WorkRecord record, DateTimeOffset enqueuedAt, DateTimeOffset now)
    {
        DateTimeOffset eligible = record.EnqueuedAt ?? enqueuedAt;
        DateTimeOffset endedAt = record.Attempts is [.., { } last] ? last.EndedAt : record.StartedAt ?? eligible;
        if (record.Gates?.Hold is { } hold)
        {
            yield return new Wait(KindOf(hold.Gate), hold.Name ?? "gate", hold.Since, hold.Until);
            yield break;
        }

        bool isEarly = record.NextScheduleTime > now;
        if (record.InFlight)
        {
            yield return new Wait(WaitKind.Slot, "earlierRun", endedAt);
        }

        if (isEarly)
        {
            yield return new Wait(WaitKind.Time, TimeNameOf(spec, record), record.RunAttemptCount > 0 ? endedAt : eligible, record.NextScheduleTime);
        }
        else if (record.NextScheduleTime is null)
        {
            yield return new Wait(WaitKind.Time, "cron", eligible);
        }
        else if (!record.InFlight)
        {
            yield return new Wait(WaitKind.Slot, RemoteRules.IsOffered(record) ? "lease" : "run", record.NextScheduleTime ?? eligible);
        }
    }

    private static string TimeNameOf(WorkSpec spec, WorkRecord record) =>
        record.Period?.Override is not null ? "override"
        : record.RunAttemptCount > 0 ? "backoff"
        : spec.Cron is not null ? "cron"
        : record.Period is { Count: > 0 } || (spec.Period is { } period && period.Flex < period.Every) ? "period"
        : spec.RunAt is null ? "initialDelay" : "runAt";

    private static IEnumerable<Wait> Unmet(IEnumerable<Unmet> unmet, GateHold hold) => unmet.Select(constraint => new Wait(WaitKind.Constraint, constraint.Name, hold.Since, constraint.Until));

    private static WaitKind KindOf(Gate gate) => gate switch
    {
        Gate.Constraints or Gate.Content => WaitKind.Constraint,
        Gate.Pause => WaitKind.Pause,
        Gate.Quota or Gate.Budget => WaitKind.Quota,
        Gate.Key => WaitKind.Concurrency,
        _ => WaitKind.Slot,
    };

    // A prerequisite that was cancelled after the work was is not why the work was.
    private static IEnumerable<Wait> Ended(WorkRecord record, string name, IEnumerable<PrerequisiteState> prerequisites)
    {
        List<PrerequisiteState> causes = [.. prerequisites.Where(p => !(p.FinishedAt > record.FinishedAt))];
        return causes.Count == 0 ? [] : [new Wait(WaitKind.Prerequisite, name, causes.Min(p => p.FinishedAt) ?? record.FinishedAt ?? default, Ids: [.. causes.Select(p => p.Id)])];
    }
}
