using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Work.Functions.Works;

namespace Work.Functions.Files.Blobs;

/// <summary>
/// A partial file: an append blob whose metadata say where its bytes come from. The blob is the authority: what it holds is durable, and bytes and
/// source are never apart, since a restart replaces both by one request and an append is one too. A crash leaves what was appended; between the copy
/// to the file and the end of the partial one it leaves both, and who opens it next finds all bytes there.
/// Whoever opens it writes his mark into it, which changes its tag; each request of an earlier opener, in whatever process, is refused from then on.
/// A request may be sent twice when its answer is lost: an append says at which length, and a refused one looks whether it was its own that came first.
/// </summary>
internal sealed class BlobPartialFile(AppendBlobClient blob, BlockBlobClient file, BlobCopy copy, IChance chance, Action release) : PartialFile
{
    private readonly MemoryStream unsent = new();
    private Action? release = release;
    private PartialMark? mark;
    private ETag? tag;
    private long durableLength;

    public override string Name => file.Name;

    public override long Length => durableLength + unsent.Length;

    public override long DurableLength => durableLength;

    public override PartialSource? Source => mark?.Source;

    /// <summary>Looks for what was appended before, and shuts out who did.</summary>
    public async Task<PartialFile> TakeOverAsync(CancellationToken cancellation)
    {
        try
        {
            BlobProperties found = await blob.GetPropertiesAsync(cancellationToken: cancellation);
            tag = found.ETag;
            if (PartialMark.Read(found.Metadata) is { } before)
            {
                mark = before.By(chance);
                BlobInfo taken = await blob.SetMetadataAsync(mark.Metadata, new BlobRequestConditions { IfMatch = tag }, cancellation);
                (tag, durableLength) = (taken.ETag, found.ContentLength);
            }
        }
        catch (RequestFailedException fault) when (BlobFaults.IsMissing(fault))
        {
            tag = null;
        }

        return this;
    }

    public override async Task RestartAsync(PartialSource source, CancellationToken cancellation = default)
    {
        unsent.SetLength(0);
        mark = new PartialMark(source).By(chance);
        var conditions = new AppendBlobRequestConditions { IfMatch = tag, IfNoneMatch = tag is null ? ETag.All : null };
        var options = new AppendBlobCreateOptions { Metadata = mark.Metadata, Conditions = conditions };
        tag = await ChangeAsync(0, async () => (await blob.CreateAsync(options, cancellation)).Value.ETag, cancellation);
        durableLength = 0;
    }

    public override async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        if (mark is null)
        {
            throw new InvalidOperationException($"Nothing is known of where the bytes of '{Name}' come from.");
        }

        while (!bytes.IsEmpty)
        {
            if (unsent.Length == BlobFileStore.BlockBytes)
            {
                await FlushAsync(cancellation);
            }

            var taken = Math.Min(bytes.Length, BlobFileStore.BlockBytes - (int)unsent.Length);
            unsent.Position = unsent.Length;
            unsent.Write(bytes.Span[..taken]);
            bytes = bytes[taken..];
        }
    }

    public override async Task FlushAsync(CancellationToken cancellation = default)
    {
        if (unsent.Length == 0)
        {
            return;
        }

        unsent.Position = 0;
        var conditions = new AppendBlobRequestConditions { IfMatch = tag, IfAppendPositionEqual = durableLength };
        var options = new AppendBlobAppendBlockOptions { Conditions = conditions };
        tag = await ChangeAsync(Length, async () => (await blob.AppendBlockAsync(unsent, options, cancellation)).Value.ETag, cancellation);
        durableLength += unsent.Length;
        unsent.SetLength(0);
    }

    public override Stream OpenRead() => new BlobReadStream(
        Name,
        async cancellation => durableLength == 0 ? Stream.Null : (await blob.DownloadStreamingAsync(
            new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfMatch = tag } }, cancellation)).Value.Content,
        unsent.ToArray());

    public override async Task<StoredFile> CommitAsync(CancellationToken cancellation = default)
    {
        await FlushAsync(cancellation);
        var content = await BlobFaults.GuardAsync(Name, () => copy.RunAsync(blob, tag, durableLength, file, cancellation), cancellation);
        var stored = new StoredFile(Name, durableLength, content.ETag.ToString("H"), content.LastModified);
        await DiscardAsync(cancellation);
        return stored;
    }

    public override async Task DiscardAsync(CancellationToken cancellation = default)
    {
        unsent.SetLength(0);
        if (tag is not null)
        {
            await BlobFaults.GuardAsync(Name, () => blob.DeleteIfExistsAsync(conditions: new BlobRequestConditions { IfMatch = tag }, cancellationToken: cancellation), cancellation);
        }

        (mark, tag, durableLength) = (null, null, 0);
    }

    protected override ValueTask CloseAsync()
    {
        Interlocked.Exchange(ref release, null)?.Invoke();
        return ValueTask.CompletedTask;
    }

    private Task<ETag> ChangeAsync(long lengthAfter, Func<Task<ETag>> change, CancellationToken cancellation) => BlobFaults.GuardAsync(
        Name,
        async () =>
        {
            try
            {
                return await change();
            }
            catch (RequestFailedException fault) when (BlobFaults.IsConflict(fault))
            {
                BlobProperties found = await blob.GetPropertiesAsync(cancellationToken: cancellation);
                return found.ContentLength == lengthAfter && PartialMark.Read(found.Metadata)?.Opener == mark!.Opener
                    ? found.ETag
                    : throw new IOException($"The partial file '{Name}' was opened by somebody else.", fault);
            }
        },
        cancellation);
}
