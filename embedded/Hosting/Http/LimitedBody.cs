using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Work.Embedded.Hosting.Http;

/// <summary>
/// A body that may not grow over a limit, may not take longer than a limit to arrive, and counts among the bodies of all requests. The server's own limit of
/// its size is higher, so that it still takes the rest off the connection: cut off in the middle of sending, many callers would never read the answer that says why.
/// </summary>
internal sealed class LimitedBody(Stream body, PipeReader reader, long limit, TimeSpan longest, BodyBudget budget) : Stream
{
    private readonly long begunAt = TimeProvider.System.GetTimestamp();
    private long taken;
    private volatile bool isLate;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    // The server allows no reading that blocks.
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = body.ReadAsync(buffer, cancellationToken);
        return Count(reading.IsCompletedSuccessfully ? reading.Result : await ArriveAsync(reading));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        budget.GiveBack(taken);
        taken = 0;
        base.Dispose(disposing);
    }

    private async Task<int> ArriveAsync(ValueTask<int> reading)
    {
        var left = longest - TimeProvider.System.GetElapsedTime(begunAt);
        await using var timer = TimeProvider.System.CreateTimer(
            _ =>
            {
                isLate = true;
                reader.CancelPendingRead();
            },
            null,
            left > TimeSpan.Zero ? left : TimeSpan.Zero,
            Timeout.InfiniteTimeSpan);
        try
        {
            return await reading;
        }
        catch (OperationCanceledException) when (isLate)
        {
            throw new BadHttpRequestException($"The body did not arrive within {longest}.", StatusCodes.Status408RequestTimeout);
        }
        catch (IOException fault) when (fault.InnerException is OverflowException)
        {
            // The server says of most faults in chunks that the request is bad, but of a size that fits no number only that it could not read.
            throw new BadHttpRequestException("A chunk of the body has no size.", StatusCodes.Status400BadRequest, fault);
        }
    }

    private int Count(int read)
    {
        taken += read;
        if (taken > limit)
        {
            budget.Take(read);
            throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        return budget.Take(read) ? read
            : throw new BadHttpRequestException("The host has too many bodies to read at once; try again.", StatusCodes.Status503ServiceUnavailable);
    }
}
