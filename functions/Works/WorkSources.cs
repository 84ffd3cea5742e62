using System.Runtime.CompilerServices;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>A graph in a list of instances, and the backend's mark of the page that it is on; null on the first.</summary>
public sealed record ListedGraph(StoredGraph Graph, string? Page);

/// <summary>
/// Finds the instances that can hold what a query asks for, without reading all there are where the query says where to look: ids name their instances, the owner
/// of a unique name knows its continuations, unfinished works are in instances that have not ended, and those that failed or were cancelled in instances that have not ended or are marked.
/// </summary>
public sealed class WorkSources(GraphReader graphs, WorkFinder finder, MarkedGraphs marked)
{
    private const int InstancesOfAPage = 200;

    private static readonly OrchestrationRuntimeStatus[] Unfinished = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    /// <summary>The works that a query may ask for, as far as they can be found by their names, in no order; null when all must be looked at.</summary>
    public async Task<IReadOnlyList<FoundWork>?> NamedAsync(DurableTaskClient client, WorkQuery query, CancellationToken cancellation) =>
        query.Ids.Count > 0 ? await OfIdsAsync(client, query.Ids, cancellation)
        : query.UniqueNames.Count > 0 ? await OfNamesAsync(client, query.UniqueNames, cancellation)
        : null;

    /// <summary>
    /// The graphs whose instances have this beginning, in the order of their ids, from a page on; of a query for works that have not succeeded only those that may hold one.
    /// </summary>
    public IAsyncEnumerable<ListedGraph> ListAsync(
        DurableTaskClient client, WorkQuery query, string prefix, DateTimeOffset? createdTo, string? page, CancellationToken cancellation)
    {
        bool isUnfinished = query.States.Count > 0 && query.States.All(state => !state.IsFinished());
        return !isUnfinished && query.States.Count > 0 && !query.States.Contains(WorkState.Succeeded)
            ? marked.NotAllSucceededAsync(client, prefix, page, cancellation)
            : ScanAsync(client, isUnfinished, prefix, createdTo, MarkPage.IsOne(page) ? null : page, cancellation);
    }

    private async IAsyncEnumerable<ListedGraph> ScanAsync(
        DurableTaskClient client, bool isUnfinished, string prefix, DateTimeOffset? createdTo, string? page, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = new OrchestrationQuery(
            Statuses: isUnfinished ? Unfinished : null, CreatedTo: createdTo, InstanceIdPrefix: prefix, PageSize: InstancesOfAPage, FetchInputsAndOutputs: true, ContinuationToken: page);
        await foreach (Page<OrchestrationMetadata> instances in client.GetAllInstancesAsync(filter).AsPages(page, InstancesOfAPage).WithCancellation(cancellation))
        {
            foreach (OrchestrationMetadata metadata in instances.Values)
            {
                if (await graphs.ReadAsync(metadata, cancellation) is { } graph)
                {
                    yield return new ListedGraph(graph, page);
                }
            }

            page = instances.ContinuationToken;
        }
    }

    private async Task<IReadOnlyList<FoundWork>> OfIdsAsync(DurableTaskClient client, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var found = new List<FoundWork>();
        foreach (string id in ids.Distinct(StringComparer.Ordinal))
        {
            if (await finder.FindAsync(client, id, cancellation) is { } work)
            {
                found.Add(work);
            }
        }

        return found;
    }

    // An owner of very many continuations does not show the oldest, and forgets those that have finished.
    private async Task<IReadOnlyList<FoundWork>?> OfNamesAsync(DurableTaskClient client, IEnumerable<string> names, CancellationToken cancellation)
    {
        var found = new List<FoundWork>();
        foreach (string name in names.Distinct(StringComparer.Ordinal))
        {
            StoredName stored = await NameStarter.ReadAsync(client, name, cancellation);
            if (stored.State.HiddenChains > 0 || stored.State.Chains.Length >= NameRules.MaxFinishedKept)
            {
                return null;
            }

            foreach (string instance in stored.State.Chains.SelectMany(chain => chain.Instances()))
            {
                found.AddRange(await graphs.ReadAsync(client, instance, cancellation) is { } graph ? FoundWork.Of(graph) : []);
            }
        }

        return found;
    }
}
