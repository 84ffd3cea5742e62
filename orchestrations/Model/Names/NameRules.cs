namespace Work.Model;

/// <summary>How a name's owner decides, purely: the table of workmanager.md 1.3.</summary>
public static class NameRules
{
    /// <summary>What to do with a request.</summary>
    /// <param name="policy">The request's policy.</param>
    /// <param name="exists">Whether works carry the name.</param>
    /// <param name="unfinished">Whether any of them has not finished.</param>
    /// <param name="leaves">Those of them that nothing waits for.</param>
    public static NameOutcome Decide(ExistingWorkPolicy policy, bool exists, bool unfinished, IReadOnlyList<Leaf> leaves) => policy switch
    {
        _ when !exists => NameOutcome.Enqueued,
        ExistingWorkPolicy.Keep => unfinished ? NameOutcome.Kept : NameOutcome.Replaced,
        ExistingWorkPolicy.Replace or ExistingWorkPolicy.CancelAndReenqueue => NameOutcome.Replaced,
        ExistingWorkPolicy.Update => unfinished ? NameOutcome.Updated : NameOutcome.Replaced,
        ExistingWorkPolicy.AppendOrReplace when leaves.Any(leaf => leaf.State is WorkState.Failed or WorkState.Cancelled) => NameOutcome.Replaced,
        _ => NameOutcome.Appended,
    };

    /// <summary>What the caller is told: finished work that only made room was not replaced, the new one was simply enqueued.</summary>
    public static NameOutcome Told(ExistingWorkPolicy policy, NameOutcome outcome) =>
        policy is ExistingWorkPolicy.Keep or ExistingWorkPolicy.Update && outcome == NameOutcome.Replaced ? NameOutcome.Enqueued : outcome;

    /// <summary>The most continuations that are kept when they have finished; what has not finished is never forgotten.</summary>
    public const int MaxFinishedKept = 50;

    /// <summary>The most decisions that are kept.</summary>
    public const int MaxDecisionsKept = 1_000;

    /// <summary>How long a decision is kept at least: callers that wait for it look several times a second.</summary>
    public static readonly TimeSpan DecisionsKeptFor = TimeSpan.FromMinutes(1);

    private const int DecisionsKeptForEver = 40;

    /// <summary>The state after a decision.</summary>
    /// <param name="state">The state before it.</param>
    /// <param name="request">What was decided.</param>
    /// <param name="outcome">How.</param>
    /// <param name="isUnfinished">Whether a continuation has not finished.</param>
    /// <param name="now">When.</param>
    public static NameState After(NameState state, NameRequest request, NameOutcome outcome, Func<NamedChain, bool> isUnfinished, DateTimeOffset now)
    {
        var chain = new NamedChain(request.Input.ChainId, request.Instance, request.Input.Shards);
        int settled = state.Decisions.Length - DecisionsKeptForEver;
        return state with
        {
            Chains = outcome switch
            {
                NameOutcome.Kept or NameOutcome.Updated => state.Chains,
                NameOutcome.Appended => [.. Remembered(state.Chains, isUnfinished), chain],
                _ => [chain],
            },
            Decisions =
            [
                .. state.Decisions.Where((decision, index) => index >= settled || now - decision.DecidedAt < DecisionsKeptFor).TakeLast(MaxDecisionsKept - 1),
                new NameDecision(request.Ask, Told(request.Policy, outcome), now),
            ],
        };
    }

    /// <summary>The works of a continuation that nothing in it waits for, as they are when it starts; null when its works are stored apart.</summary>
    public static IReadOnlyList<Leaf>? LeavesAtStart(GraphInput input, string instance)
    {
        if (input.Document is not null)
        {
            return null;
        }

        GraphState begun = Graph.Begin(new GraphPlan(input.Works), input.EnqueuedAt, input.Known);
        return Leaves(input.Works.Select((work, index) => (work, new Leaf(new Prerequisite(work.Id, instance, index), begun.Works[index].State))));
    }

    /// <summary>Those of a continuation's works that nothing in it waits for.</summary>
    public static IReadOnlyList<Leaf> Leaves(IEnumerable<(WorkSpec Spec, Leaf Leaf)> works)
    {
        List<(WorkSpec Spec, Leaf Leaf)> all = [.. works];
        var waitedFor = all.SelectMany(work => work.Spec.After).ToHashSet(StringComparer.Ordinal);
        return [.. all.Where(work => !waitedFor.Contains(work.Spec.Id)).Select(work => work.Leaf)];
    }

    /// <summary>The state without a continuation that was pruned.</summary>
    public static NameState Without(NameState state, string chainId) => state with { Chains = [.. state.Chains.Where(chain => chain.ChainId != chainId)] };

    /// <summary>The continuation as an append starts it: what waits for nothing waits for the leaves of what exists.</summary>
    public static GraphInput Appended(GraphInput input, IReadOnlyList<Leaf> leaves) => input with
    {
        Works = input.Document is null ? (input with { AfterAll = [.. leaves.Select(leaf => leaf.Work.Id)] }).Waiting(input.Works) : input.Works,
        AfterAll = input.Document is null ? [] : [.. leaves.Select(leaf => leaf.Work.Id)],
        Prerequisites = [.. input.Prerequisites, .. leaves.Select(leaf => leaf.Work)],
        Known = [.. input.Known, .. leaves.Where(leaf => leaf.State.IsFinished()).Select(leaf => KeyValuePair.Create(leaf.Work.Id, leaf.State))],
    };

    private static IEnumerable<NamedChain> Remembered(IReadOnlyList<NamedChain> chains, Func<NamedChain, bool> isUnfinished)
    {
        int tooMany = chains.Count(chain => !isUnfinished(chain)) - MaxFinishedKept;
        foreach (NamedChain chain in chains)
        {
            if (tooMany > 0 && !isUnfinished(chain))
            {
                tooMany--;
                continue;
            }

            yield return chain;
        }
    }
}

/// <summary>A work that nothing of its continuation waits for, and its state as it was read.</summary>
public sealed record Leaf(Prerequisite Work, WorkState State);
