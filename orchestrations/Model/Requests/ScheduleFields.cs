namespace Work.Model;

/// <summary>The rules between the fields that make work periodic, and of what periodic work cannot be.</summary>
internal static class ScheduleFields
{
    internal static void Check(WorkDraft work, FaultList faults)
    {
        if (work is { HasPeriod: true, HasCron: true })
        {
            faults.Invalid(work.PathOf("cron"), "must not be given together with period");
        }

        if (work is { NextScheduleTimeOverride: not null, IsPeriodic: false })
        {
            faults.Invalid(work.PathOf("nextScheduleTimeOverride"), "is for periodic work: it needs period or cron");
        }
    }

    /// <summary>Periodic work is never part of a chain, and has policies of its own.</summary>
    internal static void Check(BodyDraft body, FaultList faults)
    {
        foreach (WorkDraft work in body.Works.Where(work => work.IsPeriodic))
        {
            if (work.After.Count > 0)
            {
                faults.Impossible(work.PathOf("after"), "periodic work cannot be in a chain");
            }
            else if (body.Works.Count > 1)
            {
                faults.Impossible(work.Path, "periodic work cannot be in a chain: enqueue it by itself");
            }
        }

        CheckPolicy(body, faults);
    }

    private static void CheckPolicy(BodyDraft body, FaultList faults)
    {
        bool isPeriodic = body.Works.Any(work => work.IsPeriodic);
        if (isPeriodic && body.Policy is ExistingWorkPolicy.Append or ExistingWorkPolicy.AppendOrReplace)
        {
            faults.Impossible("existingWorkPolicy", "periodic work never ends, so nothing can be appended: use keep, update or cancelAndReenqueue");
        }
        else if (!isPeriodic && body.Policy is ExistingWorkPolicy.CancelAndReenqueue or ExistingWorkPolicy.Update)
        {
            faults.Impossible("existingWorkPolicy", "is for periodic work: use keep, replace, append or appendOrReplace");
        }
        else if (body.Policy is ExistingWorkPolicy.Replace or ExistingWorkPolicy.CancelAndReenqueue
            && body.Works.Find(work => work.NextScheduleTimeOverride is not null) is { } overridden)
        {
            faults.Invalid(overridden.PathOf("nextScheduleTimeOverride"), "must not be given with a policy that replaces: use keep or update");
        }
    }
}
