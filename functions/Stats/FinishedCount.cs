using Microsoft.DurableTask.Client;
using Work.Functions.Host;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Stats;

/// <summary>How many works of each worker have finished, and when they were counted.</summary>
public sealed record FinishedWorks(IReadOnlyDictionary<string, StateCounts> ByWorker, DateTimeOffset CountedAt);

/// <summary>
/// Counts finished works by reading all that are kept: no work pays for being counted. A count that took long serves for twenty times as long as it took,
/// so that who asks all the time costs a bounded part of the host. One count is under way at a time.
/// </summary>
public sealed class FinishedCount(WorkLister lister, TimeProvider clock, RealTime time) : IDisposable
{
    private const int ServesForTimes = 20;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim one = new(1, 1);
    private FinishedWorks? last;
    private long endedAt;
    private TimeSpan took;

    /// <summary>The latest count, or a new one.</summary>
    public async Task<FinishedWorks> ReadAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            if (last is null || took < Quick || time.GetElapsedTime(endedAt) > took * ServesForTimes)
            {
                long begun = time.GetTimestamp();
                last = await CountAsync(client, cancellation);
                (endedAt, took) = (time.GetTimestamp(), time.GetElapsedTime(begun));
            }

            return last;
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    private async Task<FinishedWorks> CountAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        DateTimeOffset at = clock.GetUtcNow();
        var counts = new SortedDictionary<string, StateCounts>(StringComparer.Ordinal);
        await foreach (FoundWork work in lister.FinishedAsync(client, cancellation))
        {
            counts[work.Spec.Worker] = counts.GetValueOrDefault(work.Spec.Worker, StateCounts.None).With(work.Record.State);
        }

        return new FinishedWorks(counts, at);
    }
}
