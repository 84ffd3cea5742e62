using System.Collections.Immutable;

namespace Work.Model;

/// <summary>
/// Which works may be pruned (workmanager.md 1.9, server-semantics.md 3): those that have finished, long enough ago, and that no unfinished work
/// waits for. Only direct dependents count: of a chain whose last work is unfinished, all go but the one before it.
/// </summary>
public static class PruneRules
{
    /// <summary>Whether a finished work has been kept for as long as it asked.</summary>
    public static bool IsOld(WorkSpec spec, WorkRecord record, DateTimeOffset now) =>
        record.State.IsFinished() && OldAt(spec, record, now) <= now;

    /// <summary>When a finished work has been kept for as long as it asked.</summary>
    public static DateTimeOffset OldAt(WorkSpec spec, WorkRecord record, DateTimeOffset now) => EligibleTime.Add(record.FinishedAt ?? now, spec.KeepResultsFor);

    /// <summary>The positions that may be pruned, in order.</summary>
    /// <param name="plan">A whole continuation.</param>
    /// <param name="records">Its records.</param>
    /// <param name="isNeeded">Whether unfinished works of other continuations wait for a work.</param>
    /// <param name="now">Now; null prunes what has finished, however short ago.</param>
    public static IReadOnlyList<int> Prunable(GraphPlan plan, IReadOnlyList<WorkRecord> records, Func<string, bool> isNeeded, DateTimeOffset? now) =>
    [
        .. Enumerable.Range(0, records.Count).Where(index =>
            !records[index].Pruned
            && records[index].State.IsFinished()
            && (now is not { } at || IsOld(plan.Works[index], records[index], at))
            && plan.DependentsOf(index).All(dependent => records[dependent].State.IsFinished())
            && !isNeeded(plan.Works[index].Id)),
    ];

    /// <summary>The state when works are pruned: of a pruned work stays what its run and its neighbours are judged by.</summary>
    public static GraphState Apply(GraphPlan plan, GraphState state, GraphEvent.PruneAsked asked)
    {
        ImmutableArray<WorkRecord>.Builder works = state.Works.ToBuilder();
        foreach (int index in asked.Works.Where(index => index >= 0 && index < works.Count && works[index].State.IsFinished()))
        {
            if (plan.DependentsOf(index).All(dependent => works[dependent].State.IsFinished()))
            {
                works[index] = Pruned(works[index]);
            }
        }

        return state with { Works = works.ToImmutable() };
    }

    private static WorkRecord Pruned(WorkRecord record) => new()
    {
        State = record.State,
        RunAttemptCount = record.RunAttemptCount,
        StopReason = record.StopReason,
        FinishedAt = record.FinishedAt,
        InFlight = record.InFlight,
        Gates = record.Gates,
        Generation = record.Generation,
        Pruned = true,
    };
}
