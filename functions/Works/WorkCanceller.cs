using Microsoft.DurableTask.Client;
using Work.Functions.Activities;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>
/// Cancels work and tells what was cancelled. The instance decides; this only asks it and waits until it has. A repeat changes nothing, and a
/// caller that is cut off between two instances leaves the rest as they were.
/// </summary>
public sealed class WorkCanceller(
    WorkFinder finder, WorkSelector selector, GraphReader graphs, GraphMessenger messenger, ChainReader continuations, Dependents dependents, WorksStore documents, LastCancelAll lastAll, RunWatch watch)
{
    private const int MaxAtOnce = 16;

    /// <summary>Cancels a work and all that hangs on it; the ids that were not finished before. An unknown id is no error.</summary>
    public async Task<IReadOnlyList<string>> CancelAsync(DurableTaskClient client, string id, StopReason reason, CancellationToken cancellation)
    {
        if (await finder.FindAsync(client, id, cancellation) is not { } first)
        {
            return [];
        }

        var cancelled = new List<string>();
        var seen = new HashSet<string>([id], StringComparer.Ordinal);
        var open = new Queue<FoundWork>([first]);
        while (open.TryDequeue(out FoundWork? found))
        {
            cancelled.AddRange(await CancelAsync(client, [found], found == first ? reason : StopReason.CancelledByApp, cancellation));
            foreach (FoundWork beyond in await BeyondAsync(client, found, cancellation))
            {
                if (seen.Add(beyond.Spec.Id))
                {
                    open.Enqueue(beyond);
                }
            }
        }

        return [.. cancelled.Distinct(StringComparer.Ordinal)];
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
        await Parallel.ForAsync(0, chains.Count, together, async (index, stop) => cancelled[index] = await CancelAsync(client, chains[index], StopReason.CancelledByApp, stop));
        if (request.All)
        {
            await lastAll.NoteAsync(cancellation);
        }

        return [.. cancelled.SelectMany(ids => ids)];
    }

    // Whoever waits for a work that ends hears of it, whatever continuation it is in. A work that had succeeded tells nobody any more.
    private async Task<IReadOnlyList<FoundWork>> BeyondAsync(DurableTaskClient client, FoundWork found, CancellationToken cancellation)
    {
        if (found.Record.State != WorkState.Succeeded)
        {
            return [];
        }

        IReadOnlyList<StoredGraph> parts = found.Graph.Input.Shards == 1
            ? [found.Graph]
            : await continuations.ReadAsync(client, found.Graph.Input.ChainId, cancellation) ?? [found.Graph];
        var plan = new GraphPlan([.. parts.SelectMany(part => part.Input.Works)]);
        WorkRecord[] records = [.. parts.SelectMany(part => part.State.Works)];
        HashSet<string> passed = [.. Graph.WithDependents(plan, [plan.PositionOf(found.Spec.Id)])
            .Where(position => records[position].State == WorkState.Succeeded).Select(position => plan.Works[position].Id)];
        return (await dependents.FindAsync(client, parts, passed, cancellation)).Works;
    }

    // The works are of one continuation.
    private async Task<IReadOnlyList<string>> CancelAsync(DurableTaskClient client, FoundWork[] works, StopReason reason, CancellationToken cancellation)
    {
        if (works[0].Graph.IsScheduled
            && await GraphStarter.TryReplacePendingAsync(client, works[0].Graph, input => input with { Cancelled = reason }, cancellation)
            && await messenger.BegunAsync(client, works[0].Graph.Instance, cancellation) is { State.IsFinished: true })
        {
            return [works[0].Spec.Id];
        }

        Dictionary<string, StoredGraph> seen = works.Select(work => work.Graph).DistinctBy(graph => graph.Instance).ToDictionary(graph => graph.Instance, StringComparer.Ordinal);
        var cancelled = new List<string>();
        foreach ((string instance, IReadOnlyList<int> positions) in await AffectedAsync(works, cancellation))
        {
            cancelled.AddRange(await CancelAsync(client, instance, positions, reason, seen.GetValueOrDefault(instance), cancellation));
        }

        return cancelled;
    }

    private async Task<IEnumerable<string>> CancelAsync(
        DurableTaskClient client, string instance, IReadOnlyList<int> works, StopReason reason, StoredGraph? seen, CancellationToken cancellation)
    {
        StoredGraph? before = await graphs.ReadAsync(client, instance, cancellation);
        if (before is null)
        {
            return [];
        }

        StoredGraph after = before;
        if (!before.State.IsFinished)
        {
            var message = new GraphMessage { Cancel = new GraphEvent.CancelAsked(works, reason) };
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
