using Azure;
using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using Microsoft.Extensions.Logging;
using Work.Functions.Works;

namespace Work.Functions.Files.Blobs;

/// <summary>
/// Makes a file of a partial one: its bytes are staged as blocks of the file, then committed, and appear by that one request. The service copies them
/// itself where it may read the source; an account that is closed to the outside may be closed to itself too, and then they pass through this process.
/// A crash leaves blocks that nobody sees.
/// </summary>
internal sealed partial class BlobCopy(TokenCredential? credential, TimeProvider clock, IChance chance, ILogger logger)
{
    private const long PieceBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan AccessTime = TimeSpan.FromHours(1);

    public async Task<BlobContentInfo> RunAsync(AppendBlobClient from, ETag? tag, long length, BlockBlobClient to, CancellationToken cancellation)
    {
        var ids = new BlockIds(chance);
        List<string> staged = [];
        var isServed = true;
        for (long at = 0; at < length; at += PieceBytes)
        {
            var range = new HttpRange(at, Math.Min(PieceBytes, length - at));
            var id = ids.Draw();
            isServed = isServed && await TryStageAsync(from, tag, range, to, id, cancellation);
            staged.AddRange(isServed ? [id] : await CarryAsync(from, tag, range, to, ids, cancellation));
        }

        return await to.CommitBlockListAsync(staged, cancellationToken: cancellation);
    }

    private async Task<bool> TryStageAsync(AppendBlobClient from, ETag? tag, HttpRange range, BlockBlobClient to, string block, CancellationToken cancellation)
    {
        try
        {
            // With a credential the source is read as its bearer, without one by a signature in its address.
            var token = credential is null ? default : await credential.GetTokenAsync(new TokenRequestContext(["https://storage.azure.com/.default"]), cancellation);
            var address = from.CanGenerateSasUri ? from.GenerateSasUri(BlobSasPermissions.Read, clock.GetUtcNow() + AccessTime) : from.Uri;
            await to.StageBlockFromUriAsync(
                address,
                block,
                new StageBlockFromUriOptions
                {
                    SourceRange = range,
                    SourceConditions = new RequestConditions { IfMatch = tag },
                    SourceAuthentication = credential is null ? null : new HttpAuthorization("Bearer", token.Token),
                },
                cancellation);
            return true;
        }
        catch (RequestFailedException fault) when (fault.Status is >= 400 and < 500 or 501)
        {
            LogCarried(logger, fault.Status, fault.ErrorCode);
            return false;
        }
    }

    private static async Task<List<string>> CarryAsync(AppendBlobClient from, ETag? tag, HttpRange range, BlockBlobClient to, BlockIds ids, CancellationToken cancellation)
    {
        BlobDownloadStreamingResult source = await from.DownloadStreamingAsync(
            new BlobDownloadOptions { Range = range, Conditions = new BlobRequestConditions { IfMatch = tag } }, cancellation);
        await using var content = source.Content;
        var buffer = new byte[BlobFileStore.BlockBytes];
        List<string> staged = [];
        int count;
        while ((count = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation)) > 0)
        {
            using var block = new MemoryStream(buffer, 0, count);
            staged.Add(ids.Draw());
            await to.StageBlockAsync(staged[^1], block, cancellationToken: cancellation);
        }

        return staged;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "The blob service did not copy a file by itself ({Status} {Code}); its bytes pass through this process.")]
    private static partial void LogCarried(ILogger logger, int status, string? code);
}
