using Microsoft.DurableTask.Client;
using Work.Functions.Activities;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>
/// Cancels work and tells what was cancelled. The instance decides; this only asks it and waits until it has. A repeat changes nothing, and a
/// caller that is cut off between two instances leaves the rest as they were.
/// </summary>
public sealed class WorkCanceller(WorkFinder finder, WorkSelector selector, GraphReader graphs, GraphMessenger messenger, WorksStore documents, RunWatch watch)
{
    private const int MaxAtOnce = 16;

    /// <summary>Cancels a work and all that hangs on it; the ids that were not finished before. An unknown id is no error.</summary>
    public async Task<IReadOnlyList<string>> CancelAsync(DurableTaskClient client, string id, CancellationToken cancellation)
    {
        FoundWork? found = await finder.FindAsync(client, id, cancellation);
        return found is null ? [] : await CancelAsync(client, [found], cancellation);
    }

    /// <summary>
    /// Cancels all unfinished works that are meant, and what hangs on them; the ids that were not finished before. All are read before the first
    /// is cancelled, so one that follows another is told of too. None is no error.
    /// </summary>
    public async Task<IReadOnlyList<string>> CancelAsync(DurableTaskClient client, CancelRequest request, CancellationToken cancellation)
    {
        List<FoundWork[]> chains = [.. (await selector.SelectAsync(client, request, cancellation))
            .GroupBy(work => work.Graph.Input.Shards == 1 ? work.Graph.Instance : work.Graph.Input.ChainId, StringComparer.Ordinal).Select(chain => chain.ToArray())];
        var cancelled = new IReadOnlyList<string>[chains.Count];
        var together = new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, chains.Count, together, async (index, stop) => cancelled[index] = await CancelAsync(client, chains[index], stop));
        return [.. cancelled.SelectMany(ids => ids)];
    }

    // The works are of one continuation.
    private async Task<IReadOnlyList<string>> CancelAsync(DurableTaskClient client, FoundWork[] works, CancellationToken cancellation)
    {
        if (works[0].Graph.IsPending && await GraphStarter.TryReplacePendingAsync(
            client, works[0].Graph, input => input with { Cancelled = StopReason.CancelledByApp }, cancellation))
        {
            return [works[0].Spec.Id];
        }

        Dictionary<string, StoredGraph> seen = works.Select(work => work.Graph).DistinctBy(graph => graph.Instance).ToDictionary(graph => graph.Instance, StringComparer.Ordinal);
        var cancelled = new List<string>();
        foreach ((string instance, IReadOnlyList<int> positions) in await AffectedAsync(works, cancellation))
        {
            cancelled.AddRange(await CancelAsync(client, instance, positions, seen.GetValueOrDefault(instance), cancellation));
        }

        return cancelled;
    }

    private async Task<IEnumerable<string>> CancelAsync(
        DurableTaskClient client, string instance, IReadOnlyList<int> works, StoredGraph? seen, CancellationToken cancellation)
    {
        StoredGraph? before = await graphs.ReadAsync(client, instance, cancellation);
        if (before is null)
        {
            return [];
        }

        StoredGraph after = before;
        if (!before.State.IsFinished)
        {
            var message = new GraphMessage { Cancel = new GraphEvent.CancelAsked(works, StopReason.CancelledByApp) };
            after = await messenger.SendAsync(client, instance, message, graph => works.All(i => graph.State.Works[i].State.IsFinished()), cancellation) ?? before;
            await watch.LookAsync(instance, cancellation);
        }

        return Enumerable.Range(0, after.State.Works.Length)
            .Where(i => after.State.Works[i].State == WorkState.Cancelled && !(seen ?? before).State.Works[i].State.IsFinished())
            .Select(i => after.Input.Works[i].Id);
    }

    // What hangs on a work of a sharded graph can be in any later shard; all are asked at once, so that none has to hear of it from the other.
    private async Task<IEnumerable<(string Instance, IReadOnlyList<int> Works)>> AffectedAsync(FoundWork[] works, CancellationToken cancellation)
    {
        GraphInput input = works[0].Graph.Input;
        if (input.Shards == 1)
        {
            return [(works[0].Graph.Instance, [.. works.Select(work => work.Index)])];
        }

        IReadOnlyList<WorkSpec> all = await documents.LoadAsync(input.Document!, shard: null, cancellation) ?? [];
        var plan = new GraphPlan(all);
        return Graph.WithDependents(plan, works.Select(work => plan.PositionOf(work.Spec.Id)))
            .GroupBy(position => position / WorkIds.ShardSize, position => position % WorkIds.ShardSize)
            .Select(shard => (WorkIds.ShardInstance(input.ChainId, shard.Key), (IReadOnlyList<int>)[.. shard]));
    }
}
