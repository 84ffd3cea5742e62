using System.Diagnostics.Metrics;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Work.Functions.Host;
using Work.Functions.Stats;
using Work.Model;

namespace Work.Functions.Telemetry;

/// <summary>
/// Counts the unfinished works now and then, as long as somebody listens; else it reads nothing. A count that took long is followed by a longer pause, so that it costs
/// a bounded part of the host. Every process of an app tells the same numbers: take the largest, not the sum.
/// </summary>
public sealed partial class QueueWatch : BackgroundService
{
    private const int PauseForTimes = 20;

    private readonly UnfinishedCount unfinished;
    private readonly TimeProvider clock;
    private readonly RealTime time;
    private readonly TimeSpan interval;
    private readonly ILogger<QueueWatch> logger;
    private readonly ObservableGauge<double> age;
    private readonly ObservableGauge<long> count;

    // A client comes with a function's invocation alone.
    private readonly TaskCompletionSource<DurableTaskClient> client = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyDictionary<string, WorkerStats> last = new Dictionary<string, WorkerStats>();

    /// <summary>Makes the gauges.</summary>
    public QueueWatch(WorkMetrics metrics, UnfinishedCount unfinished, TimeProvider clock, RealTime time, IOptions<TelemetryOptions> options, ILogger<QueueWatch> logger)
    {
        (this.unfinished, this.clock, this.time, this.logger) = (unfinished, clock, time, logger);
        interval = options.Value.QueueInterval;
        age = metrics.Meter.CreateObservableGauge("work.queue.age", Ages, "s", "How long the oldest work that is due has been due.");
        count = metrics.Meter.CreateObservableGauge("work.unfinished", Counts, "{work}", "Unfinished works by state.");
    }

    /// <summary>Gives the client to read with; the first one counts.</summary>
    public void Use(DurableTaskClient given) => client.TrySetResult(given);

    /// <summary>Counts now.</summary>
    internal async Task LookAsync(CancellationToken cancellation) => last = await unfinished.ReadAsync(await client.Task.WaitAsync(cancellation), cancellation);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            long begun = time.GetTimestamp();
            if (age.Enabled || count.Enabled)
            {
                await TryLookAsync(stoppingToken);
            }

            TimeSpan pause = time.GetElapsedTime(begun) * PauseForTimes;
            await Task.Delay(pause > interval ? pause : interval, time, stoppingToken);
        }
    }

    private async Task TryLookAsync(CancellationToken cancellation)
    {
        try
        {
            await LookAsync(cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            LogNotCounted(failure);
        }
    }

    private IEnumerable<Measurement<double>> Ages()
    {
        DateTimeOffset now = clock.GetUtcNow();
        return [.. from worker in Volatile.Read(ref last)
                   where worker.Value.OldestDueAt is not null
                   select new Measurement<double>((now - worker.Value.OldestDueAt!.Value).TotalSeconds, new KeyValuePair<string, object?>(WorkTags.Worker, worker.Key))];
    }

    private IEnumerable<Measurement<long>> Counts() =>
        [.. from worker in Volatile.Read(ref last)
            from state in Unfinished(worker.Value.States)
            select new Measurement<long>(state.Count, new KeyValuePair<string, object?>(WorkTags.Worker, worker.Key), new KeyValuePair<string, object?>(WorkTags.State, WorkJson.NameOf(state.State)))];

    private static IEnumerable<(WorkState State, int Count)> Unfinished(StateCounts counts) =>
        [(WorkState.Blocked, counts.Blocked), (WorkState.Enqueued, counts.Enqueued), (WorkState.Running, counts.Running)];

    [LoggerMessage(LogLevel.Warning, "The unfinished works could not be counted for their metrics; it is tried again.")]
    private partial void LogNotCounted(Exception failure);
}
