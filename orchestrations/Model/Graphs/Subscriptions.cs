namespace Work.Model;

/// <summary>
/// Who is to be told what. An instance subscribes to works of another one; it is told of failures and cancels at once, since they decide
/// its own works early, and of successes together with the last of them, so that a join of a thousand costs one message for each instance.
/// </summary>
public static class Subscriptions
{
    /// <summary>The state with one more subscriber; the same one again replaces what it asked for.</summary>
    public static GraphState With(GraphState state, Subscriber subscriber) => state with
    {
        Subscribers =
        [
            .. (state.Subscribers ?? []).Where(s => s.Instance != subscriber.Instance),
            subscriber with { Works = [.. subscriber.Works.Where(i => i >= 0 && i < state.Works.Length)] },
        ],
    };

    /// <summary>Whom to tell of which works now, and the state in which they have been told.</summary>
    public static (GraphState State, IReadOnlyList<Subscriber> Tell) Ready(GraphState state)
    {
        if (state.Subscribers is not { Count: > 0 } all)
        {
            return (state, []);
        }

        List<Subscriber> tell = [.. all.Select(s => s with { Works = ReadyFor(state, s) }).Where(s => s.Works.Count > 0)];
        return tell.Count == 0 ? (state, []) : (state with { Subscribers = [.. all.Select(s => Without(s, tell)).Where(s => s.Works.Count > 0)] }, tell);
    }

    /// <summary>The final states of works, by id.</summary>
    public static IReadOnlyList<KeyValuePair<string, WorkState>> Answer(GraphPlan plan, GraphState state, IEnumerable<int> works) =>
        [.. works.Where(i => state.Works[i].State.IsFinished()).Select(i => KeyValuePair.Create(plan.Works[i].Id, state.Works[i].State))];

    private static List<int> ReadyFor(GraphState state, Subscriber subscriber) =>
        subscriber.Works.All(i => state.Works[i].State.IsFinished())
            ? [.. subscriber.Works]
            : [.. subscriber.Works.Where(i => state.Works[i].State is WorkState.Failed or WorkState.Cancelled)];

    private static Subscriber Without(Subscriber subscriber, List<Subscriber> told) =>
        told.Find(t => t.Instance == subscriber.Instance) is { } those ? subscriber with { Works = [.. subscriber.Works.Except(those.Works)] } : subscriber;
}
