namespace Work.Model;

/// <summary>
/// Who is to be told what. An instance subscribes to works of another one, in groups; it is told of failures and cancels at once, since they
/// decide its own works early, and of successes together with the last of their group, so that a join of a thousand costs one message for
/// each instance, and what waits for less than the join does not wait with it.
/// </summary>
public static class Subscriptions
{
    /// <summary>What to ask another instance for: its works, grouped by who waits for them here.</summary>
    public static Subscriber Of(string instance, PrerequisiteGroup group, GraphPlan plan) => new(
        instance,
        [.. group.Works.Zip(group.Ids).GroupBy(work => string.Join(',', plan.WaitersFor(work.Second)), StringComparer.Ordinal)
            .Select(works => (IReadOnlyList<int>)[.. works.Select(work => work.First)])]);

    /// <summary>The state with one more subscriber; the same one again replaces what it asked for. Works that do not exist are left out.</summary>
    public static GraphState With(GraphState state, Subscriber subscriber) => state with
    {
        Subscribers =
        [
            .. (state.Subscribers ?? []).Where(s => s.Instance != subscriber.Instance),
            .. Open(subscriber, index => index >= 0 && index < state.Works.Length),
        ],
    };

    /// <summary>Whom to tell of which works now, and the state in which they have been told.</summary>
    public static (GraphState State, IReadOnlyList<Notice> Tell) Ready(GraphState state)
    {
        if (state.Subscribers is not { Count: > 0 })
        {
            return (state, []);
        }

        List<Notice> tell = [.. state.Subscribers
            .Select(subscriber => new Notice(subscriber.Instance, [.. subscriber.Groups.SelectMany(group => ReadyOf(state, group))]))
            .Where(notice => notice.Works.Count > 0)];
        if (tell.Count == 0)
        {
            return (state, tell);
        }

        var told = tell.ToDictionary(notice => notice.Instance, notice => notice.Works.ToHashSet(), StringComparer.Ordinal);
        return (state with { Subscribers = [.. state.Subscribers.SelectMany(s => told.TryGetValue(s.Instance, out HashSet<int>? works) ? Open(s, i => !works.Contains(i)) : [s])] }, tell);
    }

    /// <summary>The final states of works, by id.</summary>
    public static IReadOnlyList<KeyValuePair<string, WorkState>> Answer(GraphPlan plan, GraphState state, IEnumerable<int> works) =>
        [.. works.Where(i => state.Works[i].State.IsFinished()).Select(i => KeyValuePair.Create(plan.Works[i].Id, state.Works[i].State))];

    private static IEnumerable<int> ReadyOf(GraphState state, IReadOnlyList<int> group) => group.All(i => state.Works[i].State.IsFinished())
        ? group
        : group.Where(i => state.Works[i].State is WorkState.Failed or WorkState.Cancelled);

    // The subscriber with the works that are still open for it; none when nothing is.
    private static IEnumerable<Subscriber> Open(Subscriber subscriber, Func<int, bool> isOpen)
    {
        List<IReadOnlyList<int>> groups = [.. subscriber.Groups.Select(group => (IReadOnlyList<int>)[.. group.Where(isOpen)]).Where(group => group.Count > 0)];
        return groups.Count == 0 ? [] : [subscriber with { Groups = groups }];
    }
}
