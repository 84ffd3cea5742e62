using Microsoft.DurableTask.Client;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>Sends messages to running graphs, and waits until they show. The wait is bounded: a message that was stored is never lost, only late.</summary>
public sealed class GraphMessenger(GraphReader graphs)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(5);
    /// <summary>How long a message is waited for that is nobody's loss when it comes late.</summary>
    public static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>Sends a message and waits, ten seconds at most, until the graph shows it; the graph as it is then, or null when it is gone.</summary>
    public Task<StoredGraph?> SendAsync(DurableTaskClient client, string instance, GraphMessage message, Func<StoredGraph, bool> shows, CancellationToken cancellation) =>
        SendAsync(client, instance, message, shows, LongestWait, cancellation);

    /// <summary>The same, and waits so long at most.</summary>
    public async Task<StoredGraph?> SendAsync(
        DurableTaskClient client, string instance, GraphMessage message, Func<StoredGraph, bool> shows, TimeSpan longest, CancellationToken cancellation)
    {
        await client.RaiseEventAsync(instance, GraphMessage.EventName, message, cancellation);
        long sent = TimeProvider.System.GetTimestamp();
        for (TimeSpan pause = FirstLook; ; pause *= 2)
        {
            StoredGraph? graph = await graphs.ReadAsync(client, instance, cancellation);
            if (graph is null || shows(graph) || TimeProvider.System.GetElapsedTime(sent) > longest)
            {
                return graph;
            }

            await Task.Delay(pause, TimeProvider.System, cancellation);
        }
    }
}
