using Microsoft.DurableTask.Client;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>
/// Skips the delay or the backoff that is left of a work. The instance decides, so a work that was handed out meanwhile is not handed out twice.
/// The message names the delay that the caller was shown: one that comes twice, or after the work has moved on, skips nothing more.
/// </summary>
public sealed class DelaySkipper(GraphMessenger messenger, TimeProvider clock)
{
    // Each further round is one more update that came between the look and the message.
    private const int MaxRounds = 20;

    /// <summary>Skips what is left, and returns once the instance shows it, or after ten seconds. What is due already is left alone.</summary>
    /// <exception cref="RefusedException">The work is not enqueued (409).</exception>
    public async Task SkipAsync(DurableTaskClient client, FoundWork found, CancellationToken cancellation)
    {
        Refusals.Unless(CallRules.WhyNotRunNow(found.Record), found.Spec.Id);
        if (!RunRules.WaitsForTime(found.Record, clock.GetUtcNow()))
        {
            return;
        }

        var asked = GraphEvent.DelaySkipped.Of(found.Index, found.Record);

        // Whoever else replaces the start at the same time may have done so last; then the instance is asked.
        if (found.Graph.IsScheduled && await GraphStarter.TryReplacePendingAsync(client, found.Graph, input => input with { DelayMet = true }, cancellation))
        {
            asked = LeftOf(asked, await messenger.BegunAsync(client, found.Graph.Instance, cancellation));
        }

        for (int round = 0; round < MaxRounds && asked is not null; round++)
        {
            GraphEvent.DelaySkipped sent = asked;
            StoredGraph? graph = await messenger.SendAsync(
                client, found.Graph.Instance, new GraphMessage { SkipDelay = sent }, shown => LeftOf(sent, shown) != sent, cancellation);
            asked = LeftOf(sent, graph);
            if (asked == sent)
            {
                return;
            }
        }
    }

    // What is still to be skipped of the turn that the caller was shown: the same delay, or the one that an update has put in its place.
    private GraphEvent.DelaySkipped? LeftOf(GraphEvent.DelaySkipped asked, StoredGraph? graph) =>
        graph?.State.Works[asked.Work] is { } record && RunRules.WaitsForTime(record, clock.GetUtcNow()) && asked.Turn!.IsOf(record)
            ? asked.Means(record) ? asked : GraphEvent.DelaySkipped.Of(asked.Work, record)
            : null;
}
