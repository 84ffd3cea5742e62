using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Work.Functions.Host;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Works;

/// <summary>
/// Which workers are paused. Their entities are the authority; runs ask what was read of them last, so that each worker costs one read in each
/// interval at most, however many runs begin. What another process changed is seen an interval later, what this one changed at once.
/// </summary>
public sealed partial class WorkerPauses(RealTime time, IChance chance, IOptions<WorkOptions> options, ILogger<WorkerPauses> logger)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Look> looks = new(StringComparer.Ordinal);

    /// <summary>Whether the worker is paused, as far as this process has seen. A read that fails leaves it at what was seen before.</summary>
    public async Task<bool> IsPausedAsync(DurableTaskClient client, string worker)
    {
        if (!looks.TryGetValue(worker, out Look? look) || time.GetElapsedTime(look.At) >= options.Value.StopWatchInterval)
        {
            look = new Look(time.GetTimestamp(), LookAsync(client, worker, look));
            looks[worker] = look;
        }

        return await look.IsPaused;
    }

    /// <summary>Those of the workers that are not paused, in their order.</summary>
    public async Task<IReadOnlyList<string>> NotPausedAsync(DurableTaskClient client, IEnumerable<string> workers)
    {
        var open = new List<string>();
        foreach (string worker in workers)
        {
            if (!await IsPausedAsync(client, worker))
            {
                open.Add(worker);
            }
        }

        return open;
    }

    /// <summary>Pauses or resumes a worker, and returns once its entity has done so; whether the worker is paused then, as another caller may have undone it.</summary>
    /// <exception cref="RefusedException">It does not show within ten seconds (503).</exception>
    public async Task<bool> SetAsync(DurableTaskClient client, string worker, bool paused, CancellationToken cancellation)
    {
        string change = chance.Token();
        await client.Entities.SignalEntityAsync(PauseEntity.Of(worker), paused ? nameof(PauseEntity.Pause) : nameof(PauseEntity.Resume), change, cancellation: cancellation);
        PauseState? state = await time.LookUntilAsync(() => StateAsync(client, worker, cancellation), IsMade, LongestWait, cancellation);
        if (state is null || !IsMade(state))
        {
            throw new RefusedException(Refusals.NotShown(worker));
        }

        looks[worker] = new Look(time.GetTimestamp(), Task.FromResult(state.IsPaused));
        return state.IsPaused;

        bool IsMade(PauseState? seen) => seen?.LastChanges.Contains(change) == true;
    }

    /// <summary>Whether the worker is paused, as its entity has it now.</summary>
    public static async Task<bool> ReadAsync(DurableTaskClient client, string worker, CancellationToken cancellation) =>
        (await StateAsync(client, worker, cancellation))?.IsPaused == true;

    private static async Task<PauseState?> StateAsync(DurableTaskClient client, string worker, CancellationToken cancellation) =>
        (await client.Entities.GetEntityAsync<PauseState>(PauseEntity.Of(worker), includeState: true, cancellation))?.State;

    private async Task<bool> LookAsync(DurableTaskClient client, string worker, Look? before)
    {
        try
        {
            return await ReadAsync(client, worker, CancellationToken.None);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogLookFailed(failure, worker);
            return before is not null && await before.IsPaused;
        }
    }

    private sealed record Look(long At, Task<bool> IsPaused);

    [LoggerMessage(LogLevel.Warning, "Whether worker {Worker} is paused could not be read; the next look tries again.")]
    private partial void LogLookFailed(Exception failure, string worker);
}
