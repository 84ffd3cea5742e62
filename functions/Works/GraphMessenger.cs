using Microsoft.DurableTask.Client;
using Work.Functions.Feed;
using Work.Functions.Host;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>
/// Sends messages to running graphs, and waits until they show. The wait is bounded: a message that was stored is never lost, only late. A graph that has not
/// begun is waited for first, as Azure Storage drops what comes before; one that has ended shows nothing more, and is not waited for.
/// </summary>
public sealed class GraphMessenger(GraphReader graphs, FeedHints hints, RealTime time)
{
    /// <summary>How long a message is waited for that is nobody's loss when it comes late.</summary>
    public static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>Sends a message and waits, ten seconds at most, until the graph shows it or has ended; the graph as it is then, or null when it is gone.</summary>
    public Task<StoredGraph?> SendAsync(DurableTaskClient client, string instance, GraphMessage message, Func<StoredGraph, bool> shows, CancellationToken cancellation) =>
        SendAsync(client, instance, message, shows, LongestWait, cancellation);

    /// <summary>The same, and waits so long at most.</summary>
    public async Task<StoredGraph?> SendAsync(
        DurableTaskClient client, string instance, GraphMessage message, Func<StoredGraph, bool> shows, TimeSpan longest, CancellationToken cancellation)
    {
        if (await SeeAsync(client, instance, graph => !graph.IsPending, longest, cancellation) is null
            || !await InstanceEvents.TryRaiseAsync(client, instance, GraphMessage.EventName, message, cancellation))
        {
            return await graphs.ReadAsync(client, instance, cancellation);
        }

        hints.Changed(instance);
        return await SeeAsync(client, instance, shows, longest, cancellation);
    }

    /// <summary>Waits, ten seconds at most, until a graph that was started at once has begun; the graph as it is then. Who replaces a start does so before.</summary>
    public Task<StoredGraph?> BegunAsync(DurableTaskClient client, string instance, CancellationToken cancellation) =>
        SeeAsync(client, instance, graph => !graph.IsPending, LongestWait, cancellation);

    /// <summary>Waits, two seconds at most, until a run that was handed out shows; the graph as it is then, or null when it is gone.</summary>
    public Task<StoredGraph?> SeeRunAsync(DurableTaskClient client, string instance, Func<StoredGraph, bool> shows, CancellationToken cancellation) =>
        SeeAsync(client, instance, shows, ShortWait, cancellation);

    private Task<StoredGraph?> SeeAsync(DurableTaskClient client, string instance, Func<StoredGraph, bool> shows, TimeSpan longest, CancellationToken cancellation) =>
        time.LookUntilAsync(() => graphs.ReadAsync(client, instance, cancellation), graph => graph is null || graph.HasEnded || shows(graph), longest, cancellation);
}
