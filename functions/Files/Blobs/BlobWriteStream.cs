using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Work.Functions.Works;

namespace Work.Functions.Files.Blobs;

/// <summary>
/// Writes a whole blob: it is staged block by block, and appears by the request that commits them. (The client's own upload in one request would need
/// an assembly that the embedded build goes without.) Staged blocks cannot be seen, so whatever ends the write before its commit changes nothing:
/// the service drops them after a week, or when somebody else writes the blob. So of two who write one blob at once the later is refused; what it
/// still has, because it is one block, it stages again, and else another try may mend it.
/// </summary>
internal sealed class BlobWriteStream(string name, BlockBlobClient blob, IChance chance, int blockBytes = BlobFileStore.BlockBytes) : Stream
{
    private const int MostCommits = 8;

    private readonly BlockIds ids = new(chance);
    private readonly List<string> staged = [];
    private readonly MemoryStream buffer = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            if (this.buffer.Length == blockBytes)
            {
                await StageAsync(cancellationToken);
                this.buffer.SetLength(0);
            }

            var taken = Math.Min(buffer.Length, blockBytes - (int)this.buffer.Length);
            this.buffer.Position = this.buffer.Length;
            this.buffer.Write(buffer.Span[..taken]);
            buffer = buffer[taken..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    // Nothing is gained by sending less than a block; the commit sends the rest.
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Makes it the blob's content, in one step.</summary>
    public async Task<StoredFile> CommitAsync(CancellationToken cancellation)
    {
        var length = (staged.Count * (long)blockBytes) + buffer.Length;
        var isOneBlock = staged.Count == 0;
        for (var commits = 1; ; commits++)
        {
            if (buffer.Length > 0)
            {
                await StageAsync(cancellation);
            }

            try
            {
                BlobContentInfo done = await blob.CommitBlockListAsync(staged, cancellationToken: cancellation);
                return new StoredFile(name, length, done.ETag.ToString("H"), done.LastModified);
            }
            catch (RequestFailedException fault) when (fault.ErrorCode == BlobErrorCode.InvalidBlockList && isOneBlock && commits < MostCommits)
            {
                staged.Clear();
            }
            catch (Exception fault) when (BlobFaults.Translated(name, fault, cancellation) is { } known)
            {
                throw known;
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        buffer.Dispose();
        base.Dispose(disposing);
    }

    private async Task StageAsync(CancellationToken cancellation)
    {
        buffer.Position = 0;
        var id = ids.Draw();
        await BlobFaults.GuardAsync(name, () => blob.StageBlockAsync(id, buffer, cancellationToken: cancellation), cancellation);
        staged.Add(id);
    }
}
