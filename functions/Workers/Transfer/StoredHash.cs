using System.Security.Cryptography;

namespace Work.Functions.Workers;

/// <summary>SHA-256 over what is stored already.</summary>
internal static class StoredHash
{
    /// <summary>Adds all that the stream has, telling the host now and then that the run is alive.</summary>
    public static async Task AddAsync(IncrementalHash hash, Stream stream, WorkContext context, CancellationToken stop)
    {
        await using var owned = stream;
        var buffer = new byte[TransferWorker.BlockBytes];
        for (var block = 0; ; block++)
        {
            var count = await stream.ReadAsync(buffer, stop);
            if (count == 0)
            {
                return;
            }

            hash.AppendData(buffer, 0, count);
            if (block % 64 == 63)
            {
                await context.HeartbeatAsync(stop);
            }
        }
    }

    /// <summary>The hash of a whole stream in lower-case hexadecimal digits.</summary>
    public static async Task<string> OfAsync(Stream stream, WorkContext context, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await AddAsync(hash, stream, context, stop);
        return Text(hash);
    }

    public static string Text(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());
}
