using Microsoft.DurableTask.Client;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Works;

/// <summary>Reads whole continuations: one point read, and one more for each shard of a large one.</summary>
public sealed class ChainReader(GraphReader graphs, WorksStore documents)
{
    /// <summary>
    /// The parts of a continuation, in the order of its works; null when there is none. A shard that has not been started yet is shown as it
    /// will begin, since nothing can have moved in it.
    /// </summary>
    public async Task<IReadOnlyList<StoredGraph>?> ReadAsync(DurableTaskClient client, string chainId, CancellationToken cancellation)
    {
        if (WorkIds.ChainInstance(chainId) is not { } instance || await client.GetInstanceAsync(instance, getInputsAndOutputs: true, cancellation) is not { } metadata)
        {
            return null;
        }

        if (metadata.Name != TaskNames.RunShards)
        {
            return await graphs.ReadAsync(metadata, cancellation) is { } whole ? [whole] : null;
        }

        GraphInput input = metadata.ReadInputAs<GraphInput>() ?? throw new InvalidOperationException($"{instance} was started without its works.");
        IReadOnlyList<WorkSpec> works = await documents.LoadAsync(input.Document!, shard: null, cancellation) ?? [];
        var parts = new List<StoredGraph>(input.Shards);
        for (int shard = 0; shard < input.Shards; shard++)
        {
            string name = WorkIds.ShardInstance(chainId, shard);
            parts.Add(await graphs.ReadAsync(client, name, cancellation) ?? ToBegin(name, input with { Shard = shard, Works = input.Waiting(Sharding.Take(works, shard)) }));
        }

        return parts;
    }

    private static StoredGraph ToBegin(string instance, GraphInput input) => new(instance, OrchestrationRuntimeStatus.Pending, input, WorkViews.Pending(input));
}
