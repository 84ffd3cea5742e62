using Microsoft.AspNetCore.Http;

namespace Work.Embedded.Hosting.Http;

/// <summary>
/// A body of unknown length that may not grow over a limit. The server's own limit is higher, so that it still takes the rest off the
/// connection: cut off in the middle of sending, many callers would never read the answer that says why.
/// </summary>
internal sealed class LimitedBody(Stream body, long limit) : Stream
{
    private long taken;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Count(body.Read(buffer, offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await TakeAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // The server says of most faults in the chunks that the request is bad, but of a size that fits no number only that it could not read.
    private async ValueTask<int> TakeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException fault) when (fault.InnerException is OverflowException)
        {
            throw new BadHttpRequestException("A chunk of the body has no size.", StatusCodes.Status400BadRequest, fault);
        }
    }

    private int Count(int read)
    {
        taken += read;
        return taken <= limit ? read : throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
    }
}
