using Microsoft.DurableTask.Client;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Stats;

/// <summary>Counts unfinished works by reading all of them, and finds since when the oldest of those that are due has been due.</summary>
public sealed class UnfinishedCount(WorkLister lister, TimeProvider clock)
{
    /// <summary>The counts as they are now, by worker; a worker without unfinished works is missing.</summary>
    public async Task<SortedDictionary<string, WorkerStats>> ReadAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        var byWorker = new SortedDictionary<string, WorkerStats>(StringComparer.Ordinal);
        await foreach (FoundWork work in lister.UnfinishedAsync(client, cancellation))
        {
            WorkerStats before = byWorker.GetValueOrDefault(work.Spec.Worker) ?? new WorkerStats(StateCounts.None, null, 0);
            byWorker[work.Spec.Worker] = before with
            {
                States = before.States.With(work.Record.State),
                OldestDueAt = Earlier(before.OldestDueAt, DueSince(work.Record, now)),
            };
        }

        return byWorker;
    }

    internal static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private static DateTimeOffset? DueSince(WorkRecord record, DateTimeOffset now) =>
        record is { State: WorkState.Enqueued, NextScheduleTime: { } dueAt } && dueAt <= now ? dueAt : null;
}
