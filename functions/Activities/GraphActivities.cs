using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Work.Functions.Works;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Activities;

/// <summary>What a graph's orchestration needs read or written beside running workers. Each is idempotent: it may run twice.</summary>
public sealed class GraphActivities(StateStore store, WorksStore documents, GraphReader graphs)
{
    /// <summary>Loads the works of a continuation that are stored apart.</summary>
    [Function(TaskNames.LoadWorks)]
    public async Task<IReadOnlyList<WorkSpec>> LoadWorksAsync([ActivityTrigger] WorksReference reference, CancellationToken cancellation) =>
        await documents.LoadAsync(reference.Document, reference.Shard, cancellation)
            ?? throw new FileNotFoundException($"The works of a continuation are gone: {reference.Document}.");

    /// <summary>Reads which works of another instance have finished, and how.</summary>
    [Function(TaskNames.ReadStates)]
    public async Task<FoundStates> ReadStatesAsync([ActivityTrigger] PrerequisiteGroup group, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        StoredGraph? graph = await graphs.ReadStartedAsync(client, group.Instance, cancellation);
        return graph is null ? new FoundStates([]) : new FoundStates([.. group.Works
            .Zip(group.Ids, (index, id) => KeyValuePair.Create(id, graph.State.Works[index].State))
            .Where(work => work.Value.IsFinished())]);
    }

    /// <summary>Stores the full records of a graph.</summary>
    [Function(TaskNames.SaveLedger)]
    public Task SaveLedgerAsync([ActivityTrigger] LedgerPage page, CancellationToken cancellation) =>
        store.SaveAsync(GraphReader.LedgerOf(page.Instance), page.State, cancellation);
}
