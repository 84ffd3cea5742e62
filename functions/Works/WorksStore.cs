using Microsoft.Extensions.Caching.Memory;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>
/// The works of large continuations, and updated works, which are stored apart. A document never changes once it is written, so the latest that were read are kept:
/// every read of one of its works, and every look whether a run must stop, would parse all of it again.
/// </summary>
public sealed class WorksStore(StateStore store) : IDisposable
{
    private const int MaxWorksKept = 50_000;

    // Documents that share a turn only wait for each other.
    private const int Turns = 16;

    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, Turns).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = MaxWorksKept });

    /// <summary>All works of a document, or those of one shard; null when it is gone.</summary>
    public async Task<IReadOnlyList<WorkSpec>?> LoadAsync(string document, int? shard, CancellationToken cancellation)
    {
        if (!cache.TryGetValue(document, out IReadOnlyList<WorkSpec>? works))
        {
            // All shards of a continuation ask for its document at once; one of them parses it.
            SemaphoreSlim turn = turns[(uint)document.GetHashCode(StringComparison.Ordinal) % Turns];
            await turn.WaitAsync(cancellation);
            try
            {
                works = cache.TryGetValue(document, out works) ? works : await ReadAsync(document, cancellation);
            }
            finally
            {
                turn.Release();
            }
        }

        return works is null || shard is null ? works : Sharding.Take(works, shard.Value);
    }

    /// <summary>An update that was taken; null when it is gone.</summary>
    public async Task<WorkUpdate?> LoadUpdateAsync(string document, CancellationToken cancellation)
    {
        if (!cache.TryGetValue(document, out WorkUpdate? update))
        {
            update = await store.LoadAsync<WorkUpdate>(document, cancellation);
            if (update is not null)
            {
                cache.Set(document, update, new MemoryCacheEntryOptions { Size = 1 });
            }
        }

        return update;
    }

    /// <summary>Works as their latest updates have made them.</summary>
    public async Task<IReadOnlyList<WorkSpec>> UpdatedAsync(IReadOnlyList<WorkSpec> works, IReadOnlyList<UpdatedWork> updates, CancellationToken cancellation)
    {
        if (updates.Count == 0)
        {
            return works;
        }

        WorkSpec[] updated = [.. works];
        foreach (UpdatedWork update in updates.Where(update => update.Index < updated.Length))
        {
            updated[update.Index] = (await LoadUpdateAsync(update.Document, cancellation))?.Spec ?? updated[update.Index];
        }

        return updated;
    }

    /// <summary>Deletes a document.</summary>
    public async Task DeleteAsync(string document, CancellationToken cancellation)
    {
        await store.DeleteAsync(document, cancellation);
        cache.Remove(document);
    }

    /// <summary>Deletes all documents of a folder.</summary>
    public async Task DeleteAllAsync(string folder, CancellationToken cancellation)
    {
        foreach (string document in await store.ListAsync(folder, cancellation))
        {
            await DeleteAsync(document, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cache.Dispose();
        Array.ForEach(turns, turn => turn.Dispose());
    }

    private async Task<IReadOnlyList<WorkSpec>?> ReadAsync(string document, CancellationToken cancellation)
    {
        IReadOnlyList<WorkSpec>? works = await store.LoadAsync<IReadOnlyList<WorkSpec>>(document, cancellation);
        if (works is not null)
        {
            cache.Set(document, works, new MemoryCacheEntryOptions { Size = works.Count });
        }

        return works;
    }
}
