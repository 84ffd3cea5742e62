using Work.Functions.Host;
using Work.Functions.Works;

namespace Work.Functions.Feed;

/// <summary>
/// What one follower has not been told yet. A work that changes again before it was told is told once, as it is then, at the place that it had: so a
/// slow follower costs at most one entry for each work, and the views are shared by all.
/// </summary>
public sealed class FeedListener(WorkQuery query, Action<FeedListener> left, RealTime time) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Queue<string> order = new();
    private readonly Dictionary<string, FeedChange> untold = new(StringComparer.Ordinal);
    private TaskCompletionSource signal = NewSignal();

    /// <summary>Takes the next change; false when there is none now.</summary>
    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out FeedChange? change)
    {
        lock (gate)
        {
            if (!order.TryDequeue(out string? id))
            {
                change = null;
                return false;
            }

            untold.Remove(id, out change);
            return change is not null;
        }
    }

    /// <summary>Waits until there is something to take, so long at most.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellation)
    {
        Task changed;
        lock (gate)
        {
            if (order.Count > 0)
            {
                return;
            }

            if (signal.Task.IsCompleted)
            {
                signal = NewSignal();
            }

            changed = signal.Task;
        }

        try
        {
            await changed.WaitAsync(longest, time, cancellation);
        }
        catch (TimeoutException)
        {
            // Nothing has changed; the follower shows that it is alive.
        }
    }

    /// <summary>Listens no more.</summary>
    public void Dispose() => left(this);

    internal void Put(FeedChange change)
    {
        if (!query.Matches(change.Work))
        {
            return;
        }

        lock (gate)
        {
            string id = change.Shown.Id;
            if (untold.TryGetValue(id, out FeedChange? before))
            {
                untold[id] = change with { Mark = before.Mark };
            }
            else
            {
                untold.Add(id, change);
                order.Enqueue(id);
            }
        }

        signal.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
