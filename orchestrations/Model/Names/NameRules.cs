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
        ExistingWorkPolicy.Replace => NameOutcome.Replaced,
        ExistingWorkPolicy.AppendOrReplace when leaves.Any(leaf => leaf.State is WorkState.Failed or WorkState.Cancelled) => NameOutcome.Replaced,
        _ => NameOutcome.Appended,
    };

    /// <summary>What the caller is told: work that only made room for a kept policy was simply enqueued.</summary>
    public static NameOutcome Told(ExistingWorkPolicy policy, NameOutcome outcome) =>
        policy == ExistingWorkPolicy.Keep && outcome == NameOutcome.Replaced ? NameOutcome.Enqueued : outcome;

    /// <summary>The state after a decision.</summary>
    public static NameState After(NameState state, NameRequest request, NameOutcome outcome)
    {
        var chain = new NamedChain(request.Input.ChainId, request.Instance, request.Input.Shards);
        return state with
        {
            Chains = outcome switch
            {
                NameOutcome.Kept => state.Chains,
                NameOutcome.Appended => [.. state.Chains.TakeLast(NameState.MaxKept - 1), chain],
                _ => [chain],
            },
            Decisions = [.. state.Decisions.TakeLast(NameState.MaxKept - 1), new NameDecision(request.Input.ChainId, Told(request.Policy, outcome))],
        };
    }

    /// <summary>The continuation as an append starts it: what waits for nothing waits for the leaves of what exists.</summary>
    public static GraphInput Appended(GraphInput input, IReadOnlyList<Leaf> leaves) => input with
    {
        Works = input.Document is null ? (input with { AfterAll = [.. leaves.Select(leaf => leaf.Work.Id)] }).Waiting(input.Works) : input.Works,
        AfterAll = input.Document is null ? [] : [.. leaves.Select(leaf => leaf.Work.Id)],
        Prerequisites = [.. input.Prerequisites, .. leaves.Select(leaf => leaf.Work)],
        Known = [.. input.Known, .. leaves.Where(leaf => leaf.State.IsFinished()).Select(leaf => KeyValuePair.Create(leaf.Work.Id, leaf.State))],
    };
}

/// <summary>A work that nothing of its continuation waits for, and its state as it was read.</summary>
public sealed record Leaf(Prerequisite Work, WorkState State);
