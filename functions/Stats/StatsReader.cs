using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Work.Functions.Workers;
using Work.Functions.Works;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Stats;

/// <summary>Counts works: what is unfinished for each call, what has finished as <see cref="FinishedCount"/> says.</summary>
public sealed class StatsReader(UnfinishedCount unfinished, FinishedCount finished, WorkerRegistry workers, LastCancelAll lastCancelAll)
{
    /// <summary>The numbers as they are now.</summary>
    public async Task<WorkStats> ReadAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        FinishedWorks ended = await finished.ReadAsync(client, cancellation);
        var byWorker = new SortedDictionary<string, WorkerStats>(StringComparer.Ordinal);
        foreach (string worker in workers.Names.Concat(ended.ByWorker.Keys))
        {
            byWorker[worker] = new WorkerStats(ended.ByWorker.GetValueOrDefault(worker, StateCounts.None), null, 0);
        }

        foreach ((string worker, WorkerStats open) in await unfinished.ReadAsync(client, cancellation))
        {
            byWorker[worker] = open with { States = Of(byWorker, worker).States.Plus(open.States) };
        }

        await foreach (ExpiredLeases expired in ExpiredAsync(client, cancellation))
        {
            byWorker[expired.Worker] = Of(byWorker, expired.Worker) with { ExpiredLeases = expired.Count };
        }

        return new WorkStats(
            byWorker.Values.Aggregate(StateCounts.None, (sum, worker) => sum.Plus(worker.States)),
            byWorker.Values.Aggregate((DateTimeOffset?)null, (oldest, worker) => UnfinishedCount.Earlier(oldest, worker.OldestDueAt)),
            byWorker,
            ended.CountedAt,
            await lastCancelAll.ReadAsync(cancellation));
    }

    private static async IAsyncEnumerable<ExpiredLeases> ExpiredAsync(
        DurableTaskClient client, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var query = new EntityQuery { InstanceIdStartsWith = $"@{PoolEntities.Expired}@" };
        await foreach (EntityMetadata<ExpiredLeases> entity in client.Entities.GetAllEntitiesAsync<ExpiredLeases>(query).WithCancellation(cancellation))
        {
            if (entity.IncludesState)
            {
                yield return entity.State;
            }
        }
    }

    private static WorkerStats Of(SortedDictionary<string, WorkerStats> byWorker, string worker) => byWorker.GetValueOrDefault(worker) ?? new WorkerStats(StateCounts.None, null, 0);
}
