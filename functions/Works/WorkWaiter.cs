using Microsoft.DurableTask.Client;
using Work.Functions.Host;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>Waits for a work to finish, in the caller's own time.</summary>
public sealed class WorkWaiter(WorkFinder finder, RealTime time)
{
    /// <summary>The longest that a caller may wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>The work when it is finished or the wait is over; null when there is none. An output that is still on its way is waited for, two seconds at least.</summary>
    public async Task<FoundWork?> WaitAsync(DurableTaskClient client, string id, TimeSpan wait, CancellationToken cancellation)
    {
        long began = time.GetTimestamp();
        bool isEarly = false;
        for (TimeSpan pause = TimeSpan.FromMilliseconds(10); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            FoundWork? found = await finder.FindAsync(client, id, cancellation);
            TimeSpan left = wait - time.GetElapsedTime(began);
            bool isOutputLate = found?.Record is { Output: { Inline: null, Reference: null } } record && record.State.IsFinished();
            if (found is null || (found.Record.State.IsFinished() && !isOutputLate) || left <= (isOutputLate ? -GraphMessenger.ShortWait : TimeSpan.Zero))
            {
                return found;
            }

            // What says that the work has ended, though it has not, is asked more and more rarely: on Azure the start of the instance is being replaced.
            bool mayWait = IsAlone(found.Graph) && !isEarly && !isOutputLate;
            await (mayWait ? WaitForInstanceAsync(client, found.Graph.Instance, left, cancellation) : Task.Delay(pause < left || isOutputLate ? pause : left, time, cancellation));
            isEarly = mayWait;
        }
    }

    /// <summary>Pauses between two looks at a work; shorter when the backend says at once that the work has ended.</summary>
    internal Task PauseAsync(DurableTaskClient client, StoredGraph graph, TimeSpan pause, CancellationToken cancellation) =>
        pause <= TimeSpan.Zero ? Task.CompletedTask
        : IsAlone(graph) ? WaitForInstanceAsync(client, graph.Instance, pause, cancellation)
        : Task.Delay(pause, time, cancellation);

    // A single work ends when its instance does, and a backend can say so at once; a work of a chain may end long before.
    private static bool IsAlone(StoredGraph graph) => graph.Input is { Works.Count: 1, Shards: 1 };

    private async Task WaitForInstanceAsync(DurableTaskClient client, string instance, TimeSpan left, CancellationToken cancellation)
    {
        using var over = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        try
        {
            await client.WaitForInstanceCompletionAsync(instance, either.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The wait is over; the caller is answered with the work as it is.
        }
    }
}
