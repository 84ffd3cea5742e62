using Microsoft.AspNetCore.Http;

namespace Work.Embedded.Hosting.Http;

/// <summary>
/// The body of an answer, in parts, each of which the caller must take within a limit; else the connection is cut. The server's own minimum rate counts by bytes, so
/// for a large answer that nobody reads it would wait for hours.
/// </summary>
internal sealed class PatientBody(Stream body, HttpContext http, TimeSpan longest) : Stream
{
    private const int PartBytes = 64 * 1024;

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
        while (true)
        {
            var part = buffer[..Math.Min(buffer.Length, PartBytes)];
            await InTimeAsync(body.WriteAsync(part, cancellationToken));
            buffer = buffer[part.Length..];
            if (buffer.IsEmpty)
            {
                return;
            }
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => InTimeAsync(new ValueTask(body.FlushAsync(cancellationToken))).AsTask();

    // The server allows no writing that blocks.
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private ValueTask InTimeAsync(ValueTask writing)
    {
        if (!writing.IsCompletedSuccessfully)
        {
            return new ValueTask(CutWhenLateAsync(writing));
        }

        writing.GetAwaiter().GetResult();
        return ValueTask.CompletedTask;
    }

    private async Task CutWhenLateAsync(ValueTask writing)
    {
        await using (TimeProvider.System.CreateTimer(_ => http.Abort(), null, longest, Timeout.InfiniteTimeSpan))
        {
            await writing;
        }

        // What is written to a connection that was cut goes nowhere, and says nothing.
        http.RequestAborted.ThrowIfCancellationRequested();
    }
}
