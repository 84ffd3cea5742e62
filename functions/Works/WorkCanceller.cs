using Microsoft.DurableTask.Client;
using Work.Functions.Activities;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>
/// Cancels work and tells what was cancelled. The instance decides; this only asks it and waits until it has. A repeat changes nothing.
/// </summary>
public sealed class WorkCanceller(WorkFinder finder, GraphReader graphs, GraphMessenger messenger, WorksStore documents, RunWatch watch)
{
    /// <summary>Cancels a work and all that hangs on it; the ids that were not finished before. An unknown id is no error.</summary>
    public async Task<IReadOnlyList<string>> CancelAsync(DurableTaskClient client, string id, CancellationToken cancellation)
    {
        FoundWork? found = await finder.FindAsync(client, id, cancellation);
        return found is null ? [] : await CancelAsync(client, found, cancellation);
    }

    private async Task<IReadOnlyList<string>> CancelAsync(DurableTaskClient client, FoundWork found, CancellationToken cancellation)
    {
        if (found.Graph.IsPending && await GraphStarter.TryReplacePendingAsync(
            client, found.Graph, input => input with { Cancelled = StopReason.CancelledByApp }, cancellation))
        {
            return [found.Spec.Id];
        }

        var cancelled = new List<string>();
        foreach ((string instance, IReadOnlyList<int> works) in await AffectedAsync(found, cancellation))
        {
            cancelled.AddRange(await CancelAsync(client, instance, works, cancellation));
        }

        return cancelled;
    }

    private async Task<IEnumerable<string>> CancelAsync(DurableTaskClient client, string instance, IReadOnlyList<int> works, CancellationToken cancellation)
    {
        StoredGraph? before = await graphs.ReadAsync(client, instance, cancellation);
        if (before is null || before.State.IsFinished)
        {
            return [];
        }

        var message = new GraphMessage { Cancel = new GraphEvent.CancelAsked(works, StopReason.CancelledByApp) };
        StoredGraph after = await messenger.SendAsync(client, instance, message, graph => works.All(i => graph.State.Works[i].State.IsFinished()), cancellation) ?? before;
        await watch.LookAsync(instance, cancellation);
        return Enumerable.Range(0, after.State.Works.Length)
            .Where(i => after.State.Works[i].State == WorkState.Cancelled && !before.State.Works[i].State.IsFinished())
            .Select(i => after.Input.Works[i].Id);
    }

    // What hangs on a work of a sharded graph can be in any later shard; all are asked at once, so that none has to hear of it from the other.
    private async Task<IEnumerable<(string Instance, IReadOnlyList<int> Works)>> AffectedAsync(FoundWork found, CancellationToken cancellation)
    {
        if (found.Graph.Input.Shards == 1)
        {
            return [(found.Graph.Instance, [found.Index])];
        }

        IReadOnlyList<WorkSpec> all = await documents.LoadAsync(found.Graph.Input.Document!, shard: null, cancellation) ?? [];
        var plan = new GraphPlan(all);
        return Graph.WithDependents(plan, [plan.PositionOf(found.Spec.Id)])
            .GroupBy(position => position / WorkIds.ShardSize, position => position % WorkIds.ShardSize)
            .Select(shard => (WorkIds.ShardInstance(found.Graph.Input.ChainId, shard.Key), (IReadOnlyList<int>)[.. shard]));
    }
}
