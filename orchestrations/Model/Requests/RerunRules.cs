namespace Work.Model;

/// <summary>
/// How finished work becomes a request again: each work as it was, under a fresh id, with its edges. What it waits for is the new work where that runs again
/// too, else the stored one, which must have succeeded or be under way.
/// </summary>
public static class RerunRules
{
    /// <summary>The works that run again: one, or it and all that hangs on it.</summary>
    public static IReadOnlyList<int> SetOf(GraphPlan plan, int work, bool withDependents) =>
        withDependents ? [.. Graph.WithDependents(plan, [work])] : [work];

    /// <summary>The ids of what those works wait for beside each other, without repeats.</summary>
    public static IReadOnlyList<string> OutsideOf(GraphPlan plan, IReadOnlyList<int> works)
    {
        var inside = works.Select(index => plan.Works[index].Id).ToHashSet(StringComparer.Ordinal);
        return [.. works.SelectMany(index => plan.Works[index].After).Where(id => !inside.Contains(id)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Why the works cannot run again, as a sentence; null when they can.</summary>
    /// <param name="plan">All works that matter.</param>
    /// <param name="states">Their states.</param>
    /// <param name="works">The works that run again.</param>
    /// <param name="outside">The states of what they wait for beside each other; what is missing is gone.</param>
    public static string? Obstacle(GraphPlan plan, IReadOnlyList<WorkState> states, IReadOnlyList<int> works, IReadOnlyDictionary<string, WorkState> outside)
    {
        foreach (int index in works.Where(index => !states[index].IsFinished()))
        {
            return $"The work '{plan.Works[index].Id}' has not finished.";
        }

        foreach (string id in OutsideOf(plan, works))
        {
            if (!outside.TryGetValue(id, out WorkState state))
            {
                return $"Its prerequisite '{id}' is gone.";
            }

            if (state is WorkState.Failed or WorkState.Cancelled)
            {
                return $"Its prerequisite '{id}' did not succeed: run that again, with its dependents.";
            }
        }

        return null;
    }

    /// <summary>The request that enqueues the works again. A cron schedule goes on from now, and no instant is set for its next run.</summary>
    public static EnqueueRequest Request(GraphPlan plan, IReadOnlyList<int> works, DateTimeOffset now)
    {
        var positions = works.Select((index, position) => (plan.Works[index].Id, position)).ToDictionary(work => work.Id, work => work.position, StringComparer.Ordinal);
        return new EnqueueRequest
        {
            Works = [.. works.Select(index => Again(plan.Works[index], positions, now))],
            StoredPrerequisites = OutsideOf(plan, works),
            IsContinuation = works.Count > 1,
        };
    }

    private static WorkRequest Again(WorkSpec spec, Dictionary<string, int> positions, DateTimeOffset now) => new()
    {
        Key = spec.Id,
        Worker = spec.Worker,
        Backoff = spec.Backoff,
        After = [.. spec.After.Select(id => new AfterEntry(id, positions.TryGetValue(id, out int position) ? position : null))],
        KeepResultsFor = spec.KeepResultsFor,
        Again = spec with
        {
            Cron = spec.Cron is { } cron ? cron with { After = now, Firings = CronPlans.After(cron, now) } : null,
            NextScheduleTimeOverride = null,
            ChangesOverride = false,
        },
    };
}
