using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Work.Functions.Host;

namespace Work.Functions.Feed;

/// <summary>
/// The looks of the feed, from the first who listens to the last who leaves: once a second, and at once at what is hinted at. A look that fails is made again. The hints are
/// the session's own, since one that is over may still be looking when the next has begun.
/// </summary>
internal sealed partial class FeedSession(DurableTaskClient client, FeedRound round, Action<FeedChange> tell, RealTime time, ILogger logger)
{
    private const int ShareOfRounds = 10;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan[] AfterAHint = [TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(25), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400)];

    private readonly ConcurrentDictionary<string, int> hinted = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource ready = NewSignal();
    private volatile TaskCompletionSource hint = NewSignal();

    /// <summary>From then on what changes is told.</summary>
    internal Task Ready => ready.Task;

    /// <summary>All that had changed until then has been told.</summary>
    internal DateTimeOffset Mark => round.Mark;

    /// <summary>Looks until it is stopped.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await UntilDoneAsync(() => round.BeginAsync(client, stop), stop);
            ready.TrySetResult();
            while (true)
            {
                long begun = time.GetTimestamp();
                await UntilDoneAsync(() => round.RunAsync(client, tell, stop), stop);
                TimeSpan rest = time.GetElapsedTime(begun) * ShareOfRounds;
                await UntilDoneAsync(() => LookAtHintsAsync(rest > BetweenRounds ? rest : BetweenRounds, stop), stop);
            }
        }
        catch (OperationCanceledException)
        {
            ready.TrySetResult();
        }
    }

    /// <summary>Takes a hint.</summary>
    internal void Take(string instance)
    {
        hinted[instance] = 0;
        hint.TrySetResult();
    }

    // Between two rounds, hints are looked at as they come, a few times each: what they announce may not be stored yet.
    private async Task LookAtHintsAsync(TimeSpan until, CancellationToken stop)
    {
        long begun = time.GetTimestamp();
        for (TimeSpan left = until; left > TimeSpan.Zero; left = until - time.GetElapsedTime(begun))
        {
            // The signal first, so that no hint that comes after the copy is slept over. The dictionary makes the copy: a collection expression would fail where others add meanwhile.
            TaskCompletionSource next = hint = NewSignal();
            KeyValuePair<string, int>[] waiting = hinted.ToArray();
            if (waiting.Length == 0)
            {
                await WaitAsync(next.Task, left, stop);
                continue;
            }

            await Task.Delay(AfterAHint[waiting.Min(one => one.Value)], time, stop);

            // One that is hinted at again during the look is looked at again; what a failed look leaves out is found by the next round.
            Array.ForEach(waiting, one => hinted.TryRemove(one));
            IReadOnlyCollection<string> changed = await round.LookAsync(client, waiting.Select(one => one.Key), tell, stop);
            foreach ((string instance, int looks) in waiting.Where(one => one.Value + 1 < AfterAHint.Length && !changed.Contains(one.Key)))
            {
                hinted.TryAdd(instance, looks + 1);
            }
        }
    }

    private async Task WaitAsync(Task signal, TimeSpan longest, CancellationToken stop)
    {
        try
        {
            await signal.WaitAsync(longest, time, stop);
        }
        catch (TimeoutException)
        {
            // Nobody has said anything; the next round looks all the same.
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

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Warning, "The feed of changes could not look at the stored works; it tries again.")]
    private partial void LogLookFailed(Exception failure);
}
