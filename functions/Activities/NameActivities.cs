using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Work.Functions.Works;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Activities;

/// <summary>What the owner of a unique name needs read or removed. Each is idempotent: it may run twice.</summary>
public sealed class NameActivities(GraphReader graphs)
{
    /// <summary>The works of a continuation that nothing in it waits for, with their states.</summary>
    [Function(TaskNames.ReadLeaves)]
    public async Task<IReadOnlyList<Leaf>> ReadLeavesAsync([ActivityTrigger] NamedChain chain, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var works = new List<(WorkSpec Spec, Leaf Leaf)>();
        foreach (string instance in chain.Instances())
        {
            StoredGraph graph = await graphs.ReadStartedAsync(client, instance, cancellation)
                ?? throw new InvalidOperationException($"The continuation {chain.ChainId} carries a unique name, and its instance {instance} is not there.");
            works.AddRange(graph.Input.Works.Select((spec, index) => (spec, new Leaf(new Prerequisite(spec.Id, instance, index), graph.State.Works[index].State))));
        }

        var waitedFor = works.SelectMany(work => work.Spec.After).ToHashSet(StringComparer.Ordinal);
        return [.. works.Where(work => !waitedFor.Contains(work.Spec.Id)).Select(work => work.Leaf)];
    }

    /// <summary>Removes continuations that have ended, so that their ids are unknown from now on.</summary>
    [Function(TaskNames.ForgetChains)]
    public static async Task ForgetChainsAsync([ActivityTrigger] IReadOnlyList<NamedChain> chains, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        foreach (NamedChain chain in chains)
        {
            foreach (string instance in chain.Instances())
            {
                await client.PurgeInstanceAsync(instance, cancellation);
            }

            await client.PurgeInstanceAsync(chain.Instance, cancellation);
        }
    }
}
