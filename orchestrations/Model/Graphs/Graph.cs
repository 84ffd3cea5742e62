using System.Collections.Immutable;

namespace Work.Model;

/// <summary>
/// The rules by which a graph of works moves: state and event and now in, new state out.
/// Finished is final: no rule here changes a finished record but to note that its run came back.
/// </summary>
public static class Graph
{
    private static readonly ImmutableSortedDictionary<string, WorkState> NoneElsewhere = ImmutableSortedDictionary<string, WorkState>.Empty.WithComparers(StringComparer.Ordinal);
    private static readonly WorkRecord NotBegun = new();

    /// <summary>The state at the enqueue: works without open prerequisites are enqueued, the others blocked, failed or cancelled.</summary>
    public static GraphState Begin(GraphPlan plan, DateTimeOffset enqueuedAt, IEnumerable<KeyValuePair<string, WorkState>>? elsewhere = null)
    {
        var state = new GraphState
        {
            Works = [.. plan.Works.Select(_ => NotBegun)],
            Elsewhere = elsewhere is null or IReadOnlyCollection<KeyValuePair<string, WorkState>> { Count: 0 } ? NoneElsewhere : elsewhere.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        return Settle(plan, state, Enumerable.Range(0, plan.Works.Count), enqueuedAt);
    }

    /// <summary>The state after an event; one that names a position which does not exist changes nothing there.</summary>
    public static GraphState Apply(GraphPlan plan, GraphState state, GraphEvent happened, DateTimeOffset now) => happened switch
    {
        GraphEvent.RunEnded e when !Exists(state, e.Work) => state,
        GraphEvent.RunEnded e => Settle(plan, Change(state, e.Work, r => RunRules.Ended(plan.Works[e.Work], r, e.Outcome, now)), plan.DependentsOf(e.Work), now),
        GraphEvent.CancelAsked e => Cancel(plan, state, e, now),
        GraphEvent.StopAsked e => Change(state, e.Work, r => e.Turn?.IsOf(r) == false ? r : RunRules.Stopped(plan.Works[e.Work], r, e.Reason, now)),
        GraphEvent.DelaySkipped e => Change(state, e.Work, r => e.Means(r) ? RunRules.WithoutDelay(r, now) : r),
        GraphEvent.Reported e => Change(state, e.Work, r => RunRules.Reported(r, e, now)),
        GraphEvent.GateAnswered e when !Exists(state, e.Work) => state,
        GraphEvent.GateAnswered e => Settle(plan, Change(state, e.Work, r => GateRules.Answered(plan.Works[e.Work], r, e, now)), plan.DependentsOf(e.Work), now),
        GraphEvent.Updated e => Change(state, e.Work, r => UpdateRules.Updated(plan.Works[e.Work], r, e.Spec, e.Generation)),
        GraphEvent.FiringsPlanned e => Change(state, e.Work, r => CronRules.Planned(plan.Works[e.Work], r, e.Grid, e.Firings)),
        GraphEvent.ConstraintsMet e => Change(state, e.Work, r => e.Turn?.IsOf(r) == false ? r : GateRules.Met(plan.Works[e.Work], r)),
        GraphEvent.RemoteEnded e when !Exists(state, e.Work) => state,
        GraphEvent.RemoteEnded e => Settle(plan, Change(state, e.Work, r => RemoteRules.Ended(plan.Works[e.Work], r, e.Outcome, now)), plan.DependentsOf(e.Work), now),
        GraphEvent.RemoteExpired e => Settle(plan, Change(state, e.Work, r => RemoteRules.Expired(plan.Works[e.Work], r, now)), plan.DependentsOf(e.Work), now),
        GraphEvent.Leased e => Change(state, e.Work, r => RemoteRules.Leased(plan.Works[e.Work], r, e, now)),
        GraphEvent.Renewed e => Change(state, e.Work, r => RemoteRules.Renewed(plan.Works[e.Work], r, e, now)),
        GraphEvent.PruneAsked e => PruneRules.Apply(plan, state, e),
        GraphEvent.EndedElsewhere e => Elsewhere(plan, state, e, now),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Not an event of a graph."),
    };

    /// <summary>The state as time alone has changed it; to be asked before anything is handed out.</summary>
    public static GraphState Look(GraphPlan plan, GraphState state, DateTimeOffset now) =>
        plan.Works is [{ Cron: not null } only] ? Change(state, 0, r => CronRules.Looked(only, r, now)) : state;

    /// <summary>The positions whose time has come, by rank, then by due time, then by position.</summary>
    public static IReadOnlyList<int> Due(GraphPlan plan, GraphState state, DateTimeOffset now)
    {
        int[] due = PositionsOf(state, now, static (record, now) => IsWaiting(record) && record.NextScheduleTime <= now);
        return due.Length < 2 ? due :
            [.. due.OrderByDescending(index => AdmissionGates.Rank(AdmissionGates.AsItStands(plan.Works[index], state.Works[index]))).ThenBy(index => state.Works[index].NextScheduleTime)];
    }

    /// <summary>The positions whose next slice is to be handed out.</summary>
    public static IReadOnlyList<int> Slices(GraphState state) => PositionsOf(state, false, static (record, _) => SliceRules.IsDue(record));

    /// <summary>The state when the next slice of a work is handed out.</summary>
    public static GraphState HandOutSlice(GraphState state, int index) => Change(state, index, SliceRules.HandedOut);

    /// <summary>The state when a gate is asked for a work.</summary>
    public static GraphState Ask(GraphState state, int index, Gate gate) => Change(state, index, r => GateRules.Asking(r, gate));

    /// <summary>The positions whose gates are to be left.</summary>
    public static IReadOnlyList<int> Leaving(GraphState state) => PositionsOf(state, false, static (record, _) => GateRules.IsLeaving(record));

    /// <summary>The state when a work has left its gates.</summary>
    public static GraphState Leave(GraphState state, int index) => Change(state, index, GateRules.Left);

    /// <summary>The state when the run of a work is handed out: the attempt counts from here, whatever becomes of it.</summary>
    public static GraphState HandOut(GraphPlan plan, GraphState state, int index, DateTimeOffset now) => Change(state, index, r => RunRules.HandedOut(plan.Works[index], r, now));

    /// <summary>The state when a work stands under another entry of the pool, or under none.</summary>
    public static GraphState Offer(GraphState state, int index, string? entry) => Change(state, index, r => r with
    {
        Remote = entry is not null ? new RemoteRun { Offer = entry } : r.State == WorkState.Running && r.Remote is { } remote ? remote with { Offer = null } : null,
    });

    /// <summary>
    /// The earliest instant at which something will be due; null when only events can move the graph. A work before a gate waits for its answer, and one
    /// that is held back for whoever holds it.
    /// </summary>
    public static DateTimeOffset? NextWake(GraphPlan plan, GraphState state, int? held = null)
    {
        DateTimeOffset? due = RemoteRules.NextEnd(state);
        for (int index = 0; index < state.Works.Length; index++)
        {
            WorkRecord record = state.Works[index];
            if (index != held && IsWaiting(record) && record.Gates is not { IsWaiting: true } && !RemoteRules.IsOffered(record))
            {
                due = record.NextScheduleTime < due || due is null ? record.NextScheduleTime ?? due : due;
            }
        }

        DateTimeOffset? interrupt = plan.Works is [{ Cron: not null } only] ? CronRules.InterruptsAt(only, state.Works[0]) : null;
        return interrupt < due || due is null ? interrupt : due;
    }

    /// <summary>The works and all that hangs on them, directly or not.</summary>
    public static IReadOnlySet<int> WithDependents(GraphPlan plan, IEnumerable<int> works)
    {
        var reached = new SortedSet<int>();
        var open = new Stack<int>(works);
        while (open.TryPop(out int index))
        {
            if (reached.Add(index))
            {
                foreach (int dependent in plan.DependentsOf(index))
                {
                    open.Push(dependent);
                }
            }
        }

        return reached;
    }

    private static bool IsWaiting(WorkRecord record) => record is { State: WorkState.Enqueued, InFlight: false };

    // Every step of every instance asks this several times, mostly in vain: it must cost nothing then.
    private static int[] PositionsOf<T>(GraphState state, T argument, Func<WorkRecord, T, bool> matches)
    {
        List<int>? found = null;
        for (int index = 0; index < state.Works.Length; index++)
        {
            if (matches(state.Works[index], argument))
            {
                (found ??= []).Add(index);
            }
        }

        return found?.ToArray() ?? [];
    }

    private static bool Exists(GraphState state, int index) => index >= 0 && index < state.Works.Length;

    private static GraphState Change(GraphState state, int index, Func<WorkRecord, WorkRecord> rule) =>
        Exists(state, index) ? state with { Works = state.Works.SetItem(index, rule(state.Works[index])) } : state;

    // A cancel spares what has finished, but reaches through it: what hangs on a finished work is cancelled all the same.
    private static GraphState Cancel(GraphPlan plan, GraphState state, GraphEvent.CancelAsked asked, DateTimeOffset now)
    {
        ImmutableArray<WorkRecord>.Builder works = state.Works.ToBuilder();
        foreach (int index in WithDependents(plan, asked.Works?.Where(index => Exists(state, index)) ?? Enumerable.Range(0, works.Count)))
        {
            works[index] = RunRules.Cancelled(works[index], asked.Works?.Contains(index) == false ? StopReason.CancelledByApp : asked.Reason, now);
        }

        return state with { Works = works.ToImmutable() };
    }

    private static GraphState Elsewhere(GraphPlan plan, GraphState state, GraphEvent.EndedElsewhere ended, DateTimeOffset now)
    {
        ImmutableSortedDictionary<string, WorkState> known = (state.Elsewhere ?? NoneElsewhere)
            .AddRange(ended.Works.Where(work => work.Value.IsFinished() && state.Elsewhere?.ContainsKey(work.Key) != true).DistinctBy(work => work.Key));
        return Settle(plan, state with { Elsewhere = known }, ended.Works.SelectMany(work => plan.WaitersFor(work.Key)).Distinct(), now);
    }

    // A blocked work follows its prerequisites: failed beats cancelled beats waiting. What it becomes moves its own dependents.
    private static GraphState Settle(GraphPlan plan, GraphState state, IEnumerable<int> touched, DateTimeOffset now)
    {
        if (touched is IReadOnlyCollection<int> { Count: 0 })
        {
            return state;
        }

        ImmutableArray<WorkRecord>.Builder works = state.Works.ToBuilder();
        var open = new Queue<int>(touched);
        while (open.TryDequeue(out int index))
        {
            WorkRecord before = works[index];
            works[index] = Unblocked(plan, works, state, index, now);
            if (works[index].State != before.State && works[index].State.IsFinished())
            {
                foreach (int dependent in plan.DependentsOf(index))
                {
                    open.Enqueue(dependent);
                }
            }
        }

        return state with { Works = works.ToImmutable() };
    }

    private static WorkRecord Unblocked(GraphPlan plan, ImmutableArray<WorkRecord>.Builder works, GraphState state, int index, DateTimeOffset now)
    {
        WorkRecord record = works[index];
        if (record.State != WorkState.Blocked)
        {
            return record;
        }

        if (plan.PrerequisitesOf(index).Count == 0 && plan.ElsewhereOf(index).Count == 0)
        {
            return Begun(plan.Works[index], record, now);
        }

        WorkState[] known = [.. plan.PrerequisitesOf(index).Select(p => works[p].State), .. KnownElsewhere(plan, state, index)];
        if (known.Contains(WorkState.Failed))
        {
            return record with { State = WorkState.Failed, FinishedAt = now, Error = WorkErrors.PrerequisiteFailed };
        }

        bool cancelled = known.Contains(WorkState.Cancelled);
        bool waits = !known.All(prerequisite => prerequisite.IsFinished());
        return cancelled ? record with { State = WorkState.Cancelled, FinishedAt = now }
            : waits ? record
            : Begun(plan.Works[index], record, now);
    }

    private static WorkRecord Begun(WorkSpec spec, WorkRecord record, DateTimeOffset now) => spec.IsPeriodic
        ? PeriodRules.Begun(spec, record, now)
        : record with { State = WorkState.Enqueued, EnqueuedAt = now, NextScheduleTime = EligibleTime.First(spec, now) };

    // While some are unknown, whatever succeeded decides nothing: a join of thousands is not looked up again, one by one, at every message about a few of them.
    private static IEnumerable<WorkState> KnownElsewhere(GraphPlan plan, GraphState state, int index)
    {
        IReadOnlyList<string> ids = plan.ElsewhereOf(index);
        ImmutableSortedDictionary<string, WorkState> known = state.Elsewhere ?? NoneElsewhere;
        return ids.Count <= known.Count
            ? ids.Select(id => known.GetValueOrDefault(id, WorkState.Blocked))
            : known.Where(work => work.Value != WorkState.Succeeded && plan.WaitersFor(work.Key).Contains(index)).Select(work => work.Value).Append(WorkState.Blocked);
    }
}
