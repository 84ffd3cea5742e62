namespace Work.Functions.Files.Blobs;

/// <summary>Reads what a blob holds, and after it what was not sent yet. The blob is opened at the first read.</summary>
internal sealed class BlobReadStream(string name, Func<CancellationToken, Task<Stream>> open, ReadOnlyMemory<byte> tail = default) : Stream
{
    private Stream? blob;
    private ReadOnlyMemory<byte> rest = tail;
    private bool isBlobRead;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (!isBlobRead)
        {
            var count = await BlobFaults.GuardAsync(name, () => ReadBlobAsync(buffer, cancellationToken), cancellationToken);
            if (count > 0)
            {
                return count;
            }

            isBlobRead = true;
        }

        var taken = Math.Min(buffer.Length, rest.Length);
        rest[..taken].CopyTo(buffer);
        rest = rest[taken..];
        return taken;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            blob?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<int> ReadBlobAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        blob ??= await open(cancellation);
        return await blob.ReadAsync(buffer, cancellation);
    }
}
