using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Work.Functions.Host;
using Work.Functions.Works;

namespace Work.Functions.Feed;

/// <summary>
/// Tells followers of many works what changes: one feed for all of them in this process, so that a hundred streams look no more often than one. It looks only while somebody listens,
/// at what is unfinished or new, once a second, and at once where a function of this process has just changed something.
///
/// A projection: a look that fails is made again, and who was cut asks for what changed since; nothing is stored, so a crash loses nothing.
/// </summary>
public sealed partial class WorkFeed(GraphReader graphs, WorkFinder finder, FeedHints hints, TimeProvider clock, RealTime time, IHostApplicationLifetime life, ILogger<WorkFeed> logger) : IDisposable
{
    private const int ShareOfRounds = 10;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan[] AfterAHint = [TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(25), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400)];

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, int> hinted = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim hint = new(0, 1);
    private FeedListener[] listeners = [];
    private Session? session;

    /// <summary>Begins to listen. What changes after this has returned is told; dispose the listener to end it.</summary>
    public async Task<FeedListener> ListenAsync(DurableTaskClient client, WorkQuery query, CancellationToken cancellation)
    {
        var listener = new FeedListener(query, Leave, time);
        Session current;
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
    public DateTimeOffset Mark => Volatile.Read(ref session)?.Round.Mark ?? clock.GetUtcNow() - FeedMark.Margin;

    /// <inheritdoc/>
    public void Dispose()
    {
        hints.SendTo(null);
        session?.Stop.Cancel();
        hint.Dispose();
    }

    private Session Begin(DurableTaskClient client)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(life.ApplicationStopping);
        var begun = new Session(new FeedRound(graphs, finder, clock), stop);
        hints.SendTo(Take);
        _ = Task.Run(() => RunAsync(client, begun, stop.Token), CancellationToken.None);
        return begun;
    }

    private void Leave(FeedListener listener)
    {
        lock (gate)
        {
            listeners = [.. listeners.Where(other => other != listener)];
            if (listeners.Length == 0 && session is { } last)
            {
                hints.SendTo(null);
                hinted.Clear();
                session = null;
                last.Stop.Cancel();
            }
        }
    }

    private void Take(string instance)
    {
        hinted[instance] = 0;
        if (hint.CurrentCount == 0)
        {
            try
            {
                hint.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else has just said so.
            }
        }
    }

    private async Task RunAsync(DurableTaskClient client, Session current, CancellationToken stop)
    {
        try
        {
            await UntilDoneAsync(() => current.Round.BeginAsync(client, stop), stop);
            current.SetReady();
            while (true)
            {
                long begun = time.GetTimestamp();
                await UntilDoneAsync(() => current.Round.RunAsync(client, Tell, stop), stop);
                TimeSpan rest = time.GetElapsedTime(begun) * ShareOfRounds;
                await LookAtHintsAsync(client, current.Round, rest > BetweenRounds ? rest : BetweenRounds, stop);
            }
        }
        catch (OperationCanceledException)
        {
            current.SetReady();
        }
    }

    // Between two rounds, hints are looked at as they come, a few times each: what they announce may not be stored yet.
    private async Task LookAtHintsAsync(DurableTaskClient client, FeedRound round, TimeSpan until, CancellationToken stop)
    {
        long begun = time.GetTimestamp();
        for (TimeSpan left = until; left > TimeSpan.Zero; left = until - time.GetElapsedTime(begun))
        {
            if (hinted.IsEmpty)
            {
                await hint.WaitAsync(left, stop);
                continue;
            }

            KeyValuePair<string, int>[] waiting = [.. hinted];
            await Task.Delay(AfterAHint[waiting.Min(one => one.Value)], time, stop);
            IReadOnlyCollection<string> changed = [];
            await UntilDoneAsync(async () => changed = await round.LookAsync(client, waiting.Select(one => one.Key), Tell, stop), stop);
            foreach (KeyValuePair<string, int> one in waiting)
            {
                bool isOver = changed.Contains(one.Key) || one.Value + 1 == AfterAHint.Length;
                _ = isOver ? hinted.TryRemove(one) : hinted.TryUpdate(one.Key, one.Value + 1, one.Value);
            }
        }
    }

    private void Tell(FeedChange change)
    {
        foreach (FeedListener listener in Volatile.Read(ref listeners))
        {
            listener.Put(change);
        }
    }

    private async Task UntilDoneAsync(Func<Task> look, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await look();
                return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException && !stop.IsCancellationRequested)
            {
                LogLookFailed(failure);
                await Task.Delay(BetweenRounds, time, stop);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The feed of changes could not look at the stored works; it tries again.")]
    private partial void LogLookFailed(Exception failure);

    /// <summary>From the first who listens to the last who leaves.</summary>
    private sealed record Session(FeedRound Round, CancellationTokenSource Stop)
    {
        private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ready => ready.Task;

        public void SetReady() => ready.TrySetResult();
    }
}
