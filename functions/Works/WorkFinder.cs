using Microsoft.DurableTask.Client;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>A work found by its id.</summary>
public sealed record FoundWork(StoredGraph Graph, int Index)
{
    /// <summary>What was accepted.</summary>
    public WorkSpec Spec => Graph.Input.Works[Index];

    /// <summary>Where it is.</summary>
    public WorkRecord Record => Graph.State.Works[Index];

    /// <summary>The works of an instance, but those that have been pruned.</summary>
    public static IEnumerable<FoundWork> Of(StoredGraph graph) =>
        Enumerable.Range(0, graph.Input.Works.Count).Select(index => new FoundWork(graph, index)).Where(work => !work.Record.Pruned);
}

/// <summary>What a chosen id inside a chain stands for.</summary>
public sealed record AliasTarget(string Instance, int Index);

/// <summary>Finds a work by its id: a generated id names its instance, so that is one point read; a chosen one may need an alias.</summary>
public sealed class WorkFinder(GraphReader graphs, StateStore store)
{
    /// <summary>The work; null when no work has the id.</summary>
    public async Task<FoundWork?> FindAsync(DurableTaskClient client, string id, CancellationToken cancellation) =>
        WorkIds.Locate(id) switch
        {
            NodeAddress node => await AtAsync(client, node.InstanceId, node.Index, id, cancellation) ?? await InShardAsync(client, node, id, cancellation),
            ChosenAddress chosen => await AtAsync(client, chosen.InstanceId, 0, id, cancellation) ?? await ByAliasAsync(client, chosen.AliasId, id, cancellation),
            _ => null,
        };

    /// <summary>The graph of an instance, its pruned works included; null when there is none.</summary>
    public Task<StoredGraph?> ReadAsync(DurableTaskClient client, string instance, CancellationToken cancellation) => graphs.ReadAsync(client, instance, cancellation);

    /// <summary>The work as the API shows it.</summary>
    public async Task<WorkInfo> ShowAsync(FoundWork work, CancellationToken cancellation) =>
        WorkViews.Of(work.Spec, work.Record, work.Graph.Input, await store.FetchAsync(work.Record.Output, cancellation));

    // The head of a large continuation is stored with the request, and starts the shards by its first step. Until then a work of theirs is not missing, but late.
    private async Task<FoundWork?> InShardAsync(DurableTaskClient client, NodeAddress node, string id, CancellationToken cancellation)
    {
        string head = WorkIds.GraphInstance(node.GraphId);
        return node.InstanceId != head && await client.GetInstanceAsync(head, cancellation) is { IsCompleted: false } && await graphs.ReadStartedAsync(client, node.InstanceId, cancellation) is not null
            ? await AtAsync(client, node.InstanceId, node.Index, id, cancellation)
            : null;
    }

    private async Task<FoundWork?> ByAliasAsync(DurableTaskClient client, string alias, string id, CancellationToken cancellation)
    {
        OrchestrationMetadata? claim = await client.GetInstanceAsync(alias, getInputsAndOutputs: true, cancellation);
        return claim?.ReadInputAs<AliasTarget>() is { } target ? await AtAsync(client, target.Instance, target.Index, id, cancellation) : null;
    }

    private async Task<FoundWork?> AtAsync(DurableTaskClient client, string instance, int index, string id, CancellationToken cancellation)
    {
        StoredGraph? graph = await graphs.ReadAsync(client, instance, cancellation);
        return graph is not null && index < graph.Input.Works.Count && graph.Input.Works[index].Id == id && !graph.State.Works[index].Pruned ? new FoundWork(graph, index) : null;
    }
}
