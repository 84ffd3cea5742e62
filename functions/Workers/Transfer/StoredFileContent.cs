using System.Net;

namespace Work.Functions.Workers;

/// <summary>A stored file as the body of a request. Owns the stream.</summary>
internal sealed class StoredFileContent(Stream file, long length, ProgressMeter meter) : HttpContent
{
    /// <summary>Called after each block that the connection took.</summary>
    public Action? BlockSent { get; set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new byte[TransferWorker.BlockBytes];
        long sent = 0;
        int count;
        while ((count = await file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            BlockSent?.Invoke();
            sent += count;
            await meter.ReportAsync(sent, cancellationToken);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
