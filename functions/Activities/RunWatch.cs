using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Work.Functions.Host;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Activities;

/// <summary>
/// Watches the instances whose works run in this process, and stops a run whose instance no longer counts on it: cancelled, stopped,
/// replaced. The instance is the authority; a missed look only delays the stop, never changes what the run's result is worth.
/// Looks happen in real time even where the clock is virtual, since the worker's own calls do.
/// </summary>
public sealed partial class RunWatch(GraphReader graphs, RealTime time, IOptions<WorkOptions> options, ILogger<RunWatch> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<ActiveRun, DurableTaskClient> runs = new();

    /// <summary>Begins to watch a run; dispose it when the run is over.</summary>
    public ActiveRun Begin(RunRequest request, DurableTaskClient client)
    {
        var run = new ActiveRun(request.Instance, request.Index, request.Attempt, request.Period, ended => runs.TryRemove(ended, out _));
        runs[run] = client;
        return run;
    }

    /// <summary>The instances whose works run in this process now.</summary>
    public HashSet<string> Instances => runs.Keys.Select(run => run.Instance).ToHashSet(StringComparer.Ordinal);

    /// <summary>Looks at one instance now: called by whoever has just changed it, so that the stop need not wait for the next round.</summary>
    public Task LookAsync(string instance, CancellationToken cancellation) =>
        LookAsync(runs.Where(run => run.Key.Instance == instance), cancellation);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.StopWatchInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (IGrouping<string, KeyValuePair<ActiveRun, DurableTaskClient>> instance in runs.GroupBy(run => run.Key.Instance))
            {
                await LookAsync(instance, stoppingToken);
            }
        }
    }

    private async Task LookAsync(IEnumerable<KeyValuePair<ActiveRun, DurableTaskClient>> runs, CancellationToken cancellation)
    {
        List<KeyValuePair<ActiveRun, DurableTaskClient>> watched = [.. runs];
        if (watched.Count == 0)
        {
            return;
        }

        try
        {
            StoredGraph? graph = await graphs.ReadAsync(watched[0].Value, watched[0].Key.Instance, cancellation);
            foreach ((ActiveRun run, _) in watched)
            {
                run.WasSeen |= graph is not null;
                if (MustStop(graph, run) is { } reason)
                {
                    run.Stop(reason);
                }
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogLookFailed(failure, watched[0].Key.Instance);
        }
    }

    private static StopReason? MustStop(StoredGraph? graph, ActiveRun run) =>
        graph is null ? (run.WasSeen ? StopReason.CancelledByApp : null) : RunRules.MustStop(graph.State.Works[run.Index], run.Attempt, run.Period);

    [LoggerMessage(LogLevel.Warning, "Instance {Instance} could not be read to see whether its runs must stop; the next round looks again.")]
    private partial void LogLookFailed(Exception failure, string instance);
}
