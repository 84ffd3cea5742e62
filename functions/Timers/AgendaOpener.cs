using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.Extensions.Logging;
using Work.Functions.Works;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Timers;

/// <summary>
/// Opens slots of the agenda: wakes who is noted in them, then takes out exactly those notes, then moves on. An empty bucket costs a point read.
///
/// Authority: the buckets say what is noted, the cursor how far they have been opened. Two at once, or one that is repeated after a crash, wake the same
/// instances once more, and a wake changes nothing that is not due. A crash before the notes are out leaves them, before the cursor
/// has moved it leaves empty buckets to be read again. What could not be woken keeps its note, and the cursor stays behind it.
/// </summary>
public sealed partial class AgendaOpener(TimeProvider clock, ILogger<AgendaOpener> logger)
{
    private const int MostAtOnce = 16;

    // Reading some empty buckets again after a restart is cheaper than a write for each hour.
    private static readonly TimeSpan BetweenMoves = AgendaSlots.Length * 12;

    private readonly Lock sync = new();
    private DateTimeOffset? openedHere;
    private DateTimeOffset? moved;

    /// <summary>Opens every slot that may be opened and was not.</summary>
    public async Task OpenAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        DateTimeOffset last = AgendaSlots.LatestToOpen(clock.GetUtcNow());
        if (await OpenedUntilAsync(client, cancellation) is not { } opened)
        {
            return;
        }

        bool isWhole = true;
        for (DateTimeOffset slot = opened + AgendaSlots.Length; slot <= last; slot += AgendaSlots.Length)
        {
            for (int shard = 0; shard < AgendaSlots.Shards; shard++)
            {
                isWhole &= await OpenAsync(client, AgendaEntity.IdOf(slot, shard), cancellation);
            }

            if (isWhole)
            {
                await MoveAsync(client, slot, cancellation);
            }
        }
    }

    private async Task<DateTimeOffset?> OpenedUntilAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        lock (sync)
        {
            if (openedHere is not null)
            {
                return openedHere;
            }
        }

        DateTimeOffset? stored = (await client.Entities.GetEntityAsync<AgendaCursor>(AgendaCursorEntity.Id, cancellation))?.State.OpenedUntil;
        lock (sync)
        {
            moved ??= stored;
            return openedHere ??= stored;
        }
    }

    private async Task<bool> OpenAsync(DurableTaskClient client, Microsoft.DurableTask.Entities.EntityInstanceId bucket, CancellationToken cancellation)
    {
        if ((await client.Entities.GetEntityAsync<AgendaPage>(bucket, cancellation))?.State is not { Notes.IsEmpty: false } page)
        {
            return true;
        }

        var woken = new bool[page.Notes.Length];
        var together = new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, page.Notes.Length, together, async (index, stop) => woken[index] = await TryWakeAsync(client, page.Notes[index].Instance, stop));
        AgendaNote[] done = [.. page.Notes.Where((_, index) => woken[index])];
        await client.Entities.SignalEntityAsync(bucket, AgendaEntity.Remove, done, cancellation: cancellation);
        return done.Length == page.Notes.Length;
    }

    private async Task<bool> TryWakeAsync(DurableTaskClient client, string instance, CancellationToken cancellation)
    {
        try
        {
            // One that has ended waits for nothing any more, and its note goes as well.
            await InstanceEvents.TryRaiseAsync(client, instance, GraphMessage.EventName, GraphMessage.Waking, cancellation);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotWoken(failure, instance);
            return false;
        }
    }

    private async Task MoveAsync(DurableTaskClient client, DateTimeOffset slot, CancellationToken cancellation)
    {
        bool isFar;
        lock (sync)
        {
            openedHere = slot > openedHere ? slot : openedHere;
            isFar = slot - moved >= BetweenMoves;
            moved = isFar ? slot : moved;
        }

        if (isFar)
        {
            await client.Entities.SignalEntityAsync(AgendaCursorEntity.Id, AgendaCursorEntity.Move, new AgendaCursor(slot), cancellation: cancellation);
        }
    }

    [LoggerMessage(LogLevel.Error, "Instance {Instance} could not be woken for its next period; the next look at the agenda tries again.")]
    private partial void LogNotWoken(Exception failure, string instance);
}
