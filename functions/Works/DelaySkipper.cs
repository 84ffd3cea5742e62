using Microsoft.DurableTask.Client;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>
/// Skips the delay or the backoff that is left of a work. The instance decides, so a work that was handed out meanwhile is not handed out twice.
/// </summary>
public sealed class DelaySkipper(GraphMessenger messenger, TimeProvider clock)
{
    /// <summary>Skips what is left, and returns once the instance shows it, or after ten seconds. What is due already is left alone.</summary>
    /// <exception cref="RefusedException">The work is not enqueued (409).</exception>
    public async Task SkipAsync(DurableTaskClient client, FoundWork found, CancellationToken cancellation)
    {
        Refusals.Unless(CallRules.WhyNotRunNow(found.Record), found.Spec.Id);
        if (!RunRules.WaitsForTime(found.Record, clock.GetUtcNow()))
        {
            return;
        }

        // Whoever else replaces the start at the same time may have done so last; then the instance is asked.
        if (found.Graph.IsPending
            && await GraphStarter.TryReplacePendingAsync(client, found.Graph, input => input with { DelayMet = true }, cancellation)
            && (await messenger.BegunAsync(client, found.Graph.Instance, cancellation) is not { } begun || !RunRules.WaitsForTime(begun.State.Works[found.Index], clock.GetUtcNow())))
        {
            return;
        }

        await messenger.SendAsync(
            client, found.Graph.Instance, new GraphMessage { SkipDelay = new GraphEvent.DelaySkipped(found.Index) },
            graph => graph.State.Works[found.Index].NextScheduleTime != found.Record.NextScheduleTime, cancellation);
    }
}
