namespace Work.Model;

/// <summary>Works that wait for an instant, as if for an alarm clock.</summary>
public static class Alarms
{
    /// <summary>
    /// How late a run was handed out, measured from the instant that its work waited for; null when it waited for none, or may have waited for something else after it:
    /// a condition, a quota, a place.
    /// </summary>
    public static TimeSpan? LatenessOf(RunRequest run)
    {
        ArgumentNullException.ThrowIfNull(run);
        WorkSpec work = run.Work;
        bool waited = run.Attempt > 1 || work is { IsPeriodic: true } or { RunAt: not null } or { InitialDelay.Ticks: > 0 };
        bool isGated = work.Constraints.WatchesScope || work.Constraints.WatchesContent || work.Expedited?.Quota is not null || work.Budget is not null
            || work.ConcurrencyKey is not null || work.Slots > 0 || work.IsExternal;
        return waited && !isGated && run.Slice == 0 && run.DueAt is { } dueAt ? run.HandedOutAt - dueAt : null;
    }
}
