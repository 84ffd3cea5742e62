namespace Work.Model;

/// <summary>Turns a checked request into the specs that are stored.</summary>
public static class WorkSpecs
{
    /// <summary>
    /// One spec for each work, in the order of the request: keys in <c>after</c> become ids, the worker's name becomes a tag,
    /// repeats among tags are dropped, and the limits that later rules need are written down with the work.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="ids">One id for each work, in order; a chosen id where there is one.</param>
    /// <param name="limits">The limits of the request's reading.</param>
    /// <exception cref="ArgumentException">The ids are not as many as the works.</exception>
    public static IReadOnlyList<WorkSpec> From(EnqueueRequest request, IReadOnlyList<string> ids, WorkLimits limits)
    {
        if (ids.Count != request.Works.Count)
        {
            throw new ArgumentException("there must be one id for each work", nameof(ids));
        }

        return [.. request.Works.Select((work, i) => (work.Again ?? From(work, limits)) with { Id = ids[i], After = After(work, ids) })];
    }

    // A key and a stored id can come to name the same work.
    private static IReadOnlyList<string> After(WorkRequest work, IReadOnlyList<string> ids) =>
        [.. work.After.Select(entry => entry.Index is { } index ? ids[index] : entry.Name).Distinct(StringComparer.Ordinal)];

    private static WorkSpec From(WorkRequest work, WorkLimits limits) => new()
    {
        Id = string.Empty,
        Worker = work.Worker,
        IsExternal = work.IsExternal,
        Input = work.Input,
        Tags = [.. work.Tags.Append(work.Worker).Distinct(StringComparer.Ordinal)],
        InitialDelay = work.InitialDelay,
        RunAt = work.RunAt,
        Backoff = work.Backoff,
        MaxBackoff = limits.MaxBackoff,
        MaxAttempts = work.MaxAttempts,
        Timeout = work.Timeout,
        Period = work.Period,
        Cron = work.Cron,
        NextScheduleTimeOverride = work.NextScheduleTimeOverride,
        ChangesOverride = work.HasOverride,
        OverrideFloor = work.IsPeriodic ? limits.MinPeriod : TimeSpan.Zero,

        // Nothing is merged into periodic work.
        InputMerger = work.IsPeriodic ? InputMerger.Overwriting : work.InputMerger,
        RetriesExceptions = limits.RetriesExceptions,
        Jitter = limits.Jitter,
        RunSpacing = limits.RunSpacing,
        TraceTag = work.TraceTag,
        KeepResultsFor = work.KeepResultsFor,
        MaxDataBytes = limits.MaxDataBytes,
        Priority = work.Priority,
        ConcurrencyKey = work.ConcurrencyKey,
        MaxConcurrency = work.MaxConcurrency,
        Slots = limits.Slots,
        Constraints = work.Constraints,
        Scope = work.Scope,
        ConstraintStopsBackOff = limits.ConstraintStopsBackOff,
        LongRunning = work.LongRunning,
        Budget = work.LongRunning ? limits.ForegroundBudget : null,
        Expedited = work.Expedited is null ? null : work.Expedited with { Quota = limits.ExpeditedQuota },
    };
}
