using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging;
using Work.Functions.Works;

namespace Work.Functions.Files.Blobs;

/// <summary>
/// Files in a container of Azure Blob Storage, which all instances of an app share. The container is the authority; nothing of it is cached.
/// A file is a block blob of its name: it appears, and is replaced, by the one request that puts or commits it, so a crash before that request leaves
/// blocks that nobody sees, and a crash after it leaves the whole file. Partial files are append blobs in <c>.store</c>: <see cref="BlobPartialFile"/>.
/// A stream that is read while its file is replaced fails rather than mix two versions, unless all of it has come already.
/// </summary>
public sealed class BlobFileStore : IFileStore
{
    /// <summary>The bytes of a block. The service takes 50,000 of them, so a file has at most 195 GiB.</summary>
    internal const int BlockBytes = 4 * 1024 * 1024;

    private readonly BlobContainerClient container;
    private readonly BlobCopy copy;
    private readonly IChance chance;

    // Between processes a takeover decides; within one the first keeps it, as with a folder.
    private readonly ConcurrentDictionary<string, byte> openPartials = new(StringComparer.Ordinal);
    private volatile bool isContainerThere;

    /// <summary>Opens the store. The container is made at the first write, when there is none.</summary>
    /// <param name="container">Where the files lie.</param>
    /// <param name="credential">Whom the container is opened as; null when its client has a key or a signature.</param>
    /// <param name="clock">The time that the blob service lives in.</param>
    /// <param name="chance">Tells writers apart.</param>
    /// <param name="logger">Told when a file must be copied through this process.</param>
    public BlobFileStore(BlobContainerClient container, TokenCredential? credential, TimeProvider clock, IChance chance, ILogger<BlobFileStore> logger)
    {
        this.container = container;
        this.chance = chance;
        copy = new BlobCopy(credential, clock, chance, logger);
    }

    /// <inheritdoc/>
    public Task<StoredFile?> FindAsync(string name, CancellationToken cancellation = default) => OnAsync(name, async blob =>
    {
        try
        {
            BlobProperties found = await blob.GetPropertiesAsync(cancellationToken: cancellation);
            return new StoredFile(name, found.ContentLength, found.ETag.ToString("H"), found.LastModified);
        }
        catch (RequestFailedException fault) when (BlobFaults.IsMissing(fault))
        {
            return null;
        }
    }, cancellation);

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellation = default) => OnAsync<Stream>(name, async blob =>
    {
        try
        {
            BlobDownloadStreamingResult found = await blob.DownloadStreamingAsync(cancellationToken: cancellation);
            return new BlobReadStream(name, _ => Task.FromResult(found.Content));
        }
        catch (RequestFailedException fault) when (BlobFaults.IsMissing(fault))
        {
            throw new FileNotFoundException($"There is no stored file '{name}'.", name, fault);
        }
    }, cancellation);

    /// <inheritdoc/>
    public async Task<StoredFile> WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default)
    {
        FileNames.Check(name);
        await MakeContainerAsync(name, cancellation);
        await using var stream = new BlobWriteStream(name, container.GetBlockBlobClient(name), chance);
        await write(stream, cancellation);
        return await stream.CommitAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<PartialFile> OpenPartialAsync(string name, CancellationToken cancellation = default)
    {
        FileNames.Check(name);
        if (!openPartials.TryAdd(name, 0))
        {
            throw new IOException($"The partial file '{name}' is in use.");
        }

        try
        {
            await MakeContainerAsync(name, cancellation);
            var partial = new BlobPartialFile(
                container.GetAppendBlobClient($"{FileNames.ReservedSegment}/{FileNames.PartialOf(name)}"),
                container.GetBlockBlobClient(name),
                copy,
                chance,
                () => openPartials.TryRemove(name, out _));
            return await BlobFaults.GuardAsync(name, () => partial.TakeOverAsync(cancellation), cancellation);
        }
        catch
        {
            openPartials.TryRemove(name, out _);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string name, CancellationToken cancellation = default) =>
        OnAsync(name, async blob => (await blob.DeleteIfExistsAsync(cancellationToken: cancellation)).Value, cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredFile> ListAsync(string prefix = "", [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var blobs = container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellation).GetAsyncEnumerator(cancellation);
        while (await BlobFaults.GuardAsync(prefix, () => MoveNextAsync(blobs), cancellation))
        {
            var (name, found) = (blobs.Current.Name, blobs.Current.Properties);
            if (!name.StartsWith(FileNames.ReservedSegment + "/", StringComparison.Ordinal))
            {
                yield return new StoredFile(name, found.ContentLength ?? 0, found.ETag?.ToString("H") ?? "", found.LastModified ?? default);
            }
        }
    }

    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<BlobItem> blobs)
    {
        try
        {
            return await blobs.MoveNextAsync();
        }
        catch (RequestFailedException fault) when (BlobFaults.IsMissing(fault))
        {
            return false;
        }
    }

    private Task<T> OnAsync<T>(string name, Func<BlobClient, Task<T>> call, CancellationToken cancellation)
    {
        FileNames.Check(name);
        return BlobFaults.GuardAsync(name, () => call(container.GetBlobClient(name)), cancellation);
    }

    // Whoever may not make containers may still write into one that is there; if it is not, the write says so.
    private async Task MakeContainerAsync(string name, CancellationToken cancellation)
    {
        if (isContainerThere)
        {
            return;
        }

        await BlobFaults.GuardAsync(
            name,
            async () =>
            {
                try
                {
                    return await container.CreateIfNotExistsAsync(cancellationToken: cancellation) is not null;
                }
                catch (RequestFailedException fault) when (fault.Status == 403)
                {
                    return false;
                }
            },
            cancellation);
        isContainerThere = true;
    }
}
