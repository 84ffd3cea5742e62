using Work.Embedded.Engine.History;

namespace Work.Embedded.Engine.Orchestrations;

/// <summary>
/// The code's requests in order. While replaying, each must be the one that the history holds at that place; after it, they are new and wait
/// to be committed. The history is authoritative: on a difference the instance fails, and nothing that the replay asked for is done.
/// </summary>
internal sealed class ActionLog
{
    private readonly Queue<ActionEvent> asked = new(1);
    private int lastId;

    public int NextId() => ++lastId;

    public void Add(ActionEvent action) => asked.Enqueue(action);

    /// <summary>The requests since the last call; null when there is none.</summary>
    public List<ActionEvent>? TakeAll()
    {
        if (asked.Count == 0)
        {
            return null;
        }

        List<ActionEvent> all = [.. asked];
        asked.Clear();
        return all;
    }

    /// <exception cref="NonDeterministicOrchestrationException">The code asked for something else, or for nothing.</exception>
    public void Match(ActionEvent recorded)
    {
        if (!asked.TryDequeue(out var replayed))
        {
            throw new NonDeterministicOrchestrationException(
                $"The history has {recorded.Describe()} as request #{recorded.Id}, but the replayed code did not ask for it. " + Advice);
        }

        if (replayed.Id != recorded.Id || !recorded.IsSameRequest(replayed))
        {
            throw new NonDeterministicOrchestrationException(
                $"The history has {recorded.Describe()} as request #{recorded.Id}, but the replayed code asked for {replayed.Describe()} "
                + $"as request #{replayed.Id}. " + Advice);
        }
    }

    /// <exception cref="NonDeterministicOrchestrationException">The code asked for more than the history holds.</exception>
    public void EnsureMatched()
    {
        if (asked.TryPeek(out var surplus))
        {
            throw new NonDeterministicOrchestrationException(
                $"The replayed code asked for {surplus.Describe()} as request #{surplus.Id}, but the history has no such event there. " + Advice);
        }
    }

    private const string Advice =
        "Orchestrator code must ask for the same things in the same order each time: use versions to change it, and no clock, chance or I/O in it.";
}
