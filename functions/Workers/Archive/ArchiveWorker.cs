using System.IO.Compression;
using System.Text.Json;
using Work.Functions.Files;

namespace Work.Functions.Workers;

/// <summary>
/// Packs stored files into a stored zip or gzip. Each entry has its file's name, its bytes and its time, so packing the same files again gives
/// the same archive. The archive appears whole or not at all.
/// </summary>
public sealed class ArchiveWorker(IFileStore files) : IWorker
{
    // What the format of zip can tell apart.
    private static readonly DateTimeOffset EarliestTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public async Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
    {
        var input = ArchiveInput.Read(context.Input, out var failure);
        if (input is null)
        {
            return failure!;
        }

        using var alive = context.KeepAlive();
        try
        {
            var archive = await files.WriteAsync(
                input.To, (stream, cancel) => input.IsZip ? ZipAsync(input, stream, context, cancel) : GzipAsync(input.Files[0], stream, cancel), stop);
            var sha256 = await StoredHash.OfAsync(await files.OpenReadAsync(input.To, stop), context, stop);
            return WorkResult.Success(JsonSerializer.SerializeToElement(
                new { file = archive.Name, entries = input.Files.Count, bytes = archive.Length, sha256 }));
        }
        catch (IOException fault)
        {
            return FileFaults.Result(fault);
        }
    }

    private async Task ZipAsync(ArchiveInput input, Stream stream, WorkContext context, CancellationToken stop)
    {
        await using var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, stop);
        foreach (var name in input.Files)
        {
            await using var source = await files.OpenReadAsync(name, stop);
            var modifiedAt = (await files.FindAsync(name, stop))?.ModifiedAt ?? EarliestTime;
            var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
            entry.LastWriteTime = modifiedAt < EarliestTime ? EarliestTime : modifiedAt;
            await using var target = await entry.OpenAsync(stop);
            await source.CopyToAsync(target, stop);
            await context.HeartbeatAsync(stop);
        }
    }

    private async Task GzipAsync(string name, Stream stream, CancellationToken stop)
    {
        await using var source = await files.OpenReadAsync(name, stop);
        await using var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        await source.CopyToAsync(gzip, stop);
    }
}
