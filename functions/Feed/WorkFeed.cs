using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Work.Functions.Host;
using Work.Functions.Works;

namespace Work.Functions.Feed;

/// <summary>
/// Tells followers of many works what changes: one feed for all of them in this process, so that a hundred streams look no more often than one. It looks only while somebody listens,
/// at what is unfinished or new, and at once where a function of this process has just changed something.
///
/// A projection: a look that fails is made again, and who was cut asks for what changed since; nothing is stored, so a crash loses nothing.
/// </summary>
public sealed class WorkFeed(GraphReader graphs, WorkFinder finder, FeedHints hints, TimeProvider clock, RealTime time, IHostApplicationLifetime life, ILogger<WorkFeed> logger) : IDisposable
{
    private readonly Lock gate = new();
    private FeedListener[] listeners = [];
    private FeedSession? session;
    private CancellationTokenSource? stop;

    /// <summary>Begins to listen. What changes after this has returned is told; dispose the listener to end it.</summary>
    public async Task<FeedListener> ListenAsync(DurableTaskClient client, WorkQuery query, CancellationToken cancellation)
    {
        var listener = new FeedListener(query, Leave, time);
        FeedSession current;
        lock (gate)
        {
            listeners = [.. listeners, listener];
            current = session ??= Begin(client);
        }

        try
        {
            await current.Ready.WaitAsync(cancellation);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>All that had changed until then has been told.</summary>
    public DateTimeOffset Mark => Volatile.Read(ref session)?.Mark ?? clock.GetUtcNow() - FeedMark.Margin;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            End();
        }
    }

    private FeedSession Begin(DurableTaskClient client)
    {
        var begun = new FeedSession(client, new FeedRound(graphs, finder, clock), Tell, time, logger);
        stop = CancellationTokenSource.CreateLinkedTokenSource(life.ApplicationStopping);
        CancellationToken stopping = stop.Token;
        hints.SendTo(begun.Take);
        _ = Task.Run(() => begun.RunAsync(stopping), CancellationToken.None);
        return begun;
    }

    private void Leave(FeedListener listener)
    {
        lock (gate)
        {
            listeners = [.. listeners.Where(other => other != listener)];
            if (listeners.Length == 0)
            {
                End();
            }
        }
    }

    private void End()
    {
        hints.SendTo(null);
        session = null;
        stop?.Cancel();
        stop?.Dispose();
        stop = null;
    }

    private void Tell(FeedChange change)
    {
        foreach (FeedListener listener in Volatile.Read(ref listeners))
        {
            listener.Put(change);
        }
    }
}
