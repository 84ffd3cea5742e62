using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace EndToEnd;

/// <summary>
/// Serves 100 MB, by range too, but not at one go: the first answer is cut at 40 %, the second stays silent at 70 % until its caller is gone.
/// </summary>
internal sealed class CuttingServer : IAsyncDisposable
{
    public const long Size = 100 * 1024 * 1024;
    public const long CutAt = Size * 40 / 100;
    public const long HoldAt = Size * 70 / 100;
    private const string Tag = "\"the one and only\"";
    private const int BlockBytes = 256 * 1024;

    private readonly WebApplication app;
    private readonly TaskCompletionSource holding = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<long> starts = [];

    private CuttingServer()
    {
        Content = new byte[Size];
        new Random(7).NextBytes(Content);
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Content));
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel((KestrelServerOptions kestrel) => kestrel.Limits.MinResponseDataRate = null);
        app = builder.Build();
        app.MapGet("/big.bin", ServeAsync);
    }

    public byte[] Content { get; }

    public string Sha256 { get; }

    public string Address => app.Urls.First() + "/big.bin";

    /// <summary>Done when the second answer has stopped.</summary>
    public Task Holding => holding.Task;

    /// <summary>The first byte that each request asked for.</summary>
    public IReadOnlyList<long> Starts
    {
        get
        {
            lock (starts)
            {
                return [.. starts];
            }
        }
    }

    public static async Task<CuttingServer> StartAsync()
    {
        var server = new CuttingServer();
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task ServeAsync(HttpContext http)
    {
        long from = http.Request.Headers.IfRange == Tag && http.Request.GetTypedHeaders().Range?.Ranges.FirstOrDefault()?.From is { } asked ? asked : 0;
        int request;
        lock (starts)
        {
            request = starts.Count;
            starts.Add(from);
        }

        http.Response.StatusCode = from > 0 ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
        http.Response.ContentLength = Size - from;
        http.Response.Headers.ETag = Tag;
        http.Response.Headers.AcceptRanges = "bytes";
        if (from > 0)
        {
            http.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{Size - 1}/{Size}");
        }

        await SendAsync(http, from, request switch { 0 => CutAt, 1 => HoldAt, _ => Size });
        if (request == 1)
        {
            holding.TrySetResult();
            var gone = new TaskCompletionSource();
            await using CancellationTokenRegistration registration = http.RequestAborted.Register(() => gone.TrySetResult());
            await gone.Task;
        }
    }

    // An answer that ends before its length is over ends its connection too: that is the cut.
    private async Task SendAsync(HttpContext http, long from, long to)
    {
        for (long at = from; at < to; at += BlockBytes)
        {
            await http.Response.Body.WriteAsync(Content.AsMemory((int)at, (int)Math.Min(BlockBytes, to - at)), http.RequestAborted);
        }

        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
