using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Work.Functions.Works;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Activities;

/// <summary>What the owner of a unique name needs read, stored or removed. Each is idempotent: it may run twice.</summary>
public sealed class NameActivities(GraphReader graphs, StateStore store)
{
    /// <summary>The works of a continuation that nothing in it waits for, with their states; none when it was removed.</summary>
    [Function(TaskNames.ReadLeaves)]
    public async Task<IReadOnlyList<Leaf>> ReadLeavesAsync([ActivityTrigger] LeavesRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        NamedChain chain = request.Chain;
        var works = new List<(WorkSpec Spec, Leaf Leaf)>();
        foreach (string instance in chain.Instances())
        {
            StoredGraph? graph = request.IsThere ? await graphs.ReadStartedAsync(client, instance, cancellation) : await graphs.ReadAsync(client, instance, cancellation);
            if (graph is null && request.IsThere)
            {
                throw new InvalidOperationException($"The continuation {chain.ChainId} carries a unique name, and its instance {instance} is not there.");
            }

            works.AddRange(graph is null ? [] : FoundWork.Of(graph).Select(work => (work.Spec, new Leaf(new Prerequisite(work.Spec.Id, instance, work.Index), work.Record.State))));
        }

        return NameRules.Leaves(works);
    }

    /// <summary>Stores the decisions of a name's owner.</summary>
    [Function(TaskNames.SaveName)]
    public Task SaveNameAsync([ActivityTrigger] NameDecisions page, CancellationToken cancellation) =>
        store.SaveAsync(NameStarter.PageOf(page.Owner), page.Decisions, cancellation);

    /// <summary>Removes continuations that have ended, so that their ids are unknown from now on.</summary>
    [Function(TaskNames.ForgetChains)]
    public async Task ForgetChainsAsync([ActivityTrigger] IReadOnlyList<NamedChain> chains, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        foreach (NamedChain chain in chains)
        {
            foreach (string instance in chain.Instances())
            {
                StoredGraph? graph = await graphs.ReadAsync(client, instance, cancellation);
                await client.PurgeInstanceAsync(instance, cancellation);
                await WorkMarks.RemoveAsync(client, graph is null ? [] : [graph], cancellation);
            }

            await client.PurgeInstanceAsync(chain.Instance, cancellation);
        }
    }
}
