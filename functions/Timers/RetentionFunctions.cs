using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Work.Functions.Works;

namespace Work.Functions.Timers;

/// <summary>Removes every hour what has been kept for long enough, frees the places of who is gone, and starts what lost its start. A tick that was missed is made up by the next.</summary>
public sealed partial class RetentionFunctions(
    WorkPruner pruner, Housekeeping housekeeping, Retention retention, TimeProvider clock, IOptions<WorkOptions> options, ILogger<RetentionFunctions> logger)
{
    /// <summary>Prunes finished work after its <c>keepResultsFor</c>, and sweeps away what only the host needed.</summary>
    [Function("PruneOldWork")]
    public async Task PruneAsync([TimerTrigger("0 17 * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        int freed = await PlaceSweeper.SweepAsync(client, cancellation);
        if (freed > 0)
        {
            LogFreed(freed);
        }

        int restarted = await housekeeping.RestartLostAsync(client, cancellation);
        if (restarted > 0)
        {
            LogRestarted(restarted);
        }

        if (!retention.IsDue(clock.GetUtcNow()))
        {
            return;
        }

        int pruned = options.Value.AutoPrune ? await pruner.PruneAsync(client, onlyOld: true, cancellation) : 0;
        int swept = await housekeeping.SweepAsync(client, cancellation);
        if (pruned + swept > 0)
        {
            LogPruned(pruned, swept);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Freed {Places} places of instances that were terminated or purged behind this app's back.")]
    private partial void LogFreed(int places);

    [LoggerMessage(LogLevel.Warning, "Started {Works} works again whose start a process had taken back, and died before it gave them another.")]
    private partial void LogRestarted(int works);

    [LoggerMessage(LogLevel.Information, "Pruned {Works} works that had been kept for long enough, and swept {Instances} instances of the host's own.")]
    private partial void LogPruned(int works, int instances);
}
