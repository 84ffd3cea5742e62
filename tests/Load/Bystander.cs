using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Load.Wire;

namespace Load;

/// <summary>
/// A normal client beside an attack: over one connection of its own it enqueues works, reads them and lists, again and again. It is what a host that is not dead
/// looks like: every call is answered, and how fast is noted.
/// </summary>
internal sealed class Bystander : IAsyncDisposable
{
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private const int WarmUp = 30;
    private readonly HttpClient client;
    private readonly CancellationTokenSource over = new();
    private readonly List<double> took = [];
    private Task calling = Task.CompletedTask;

    private Bystander(Uri address) => client = new HttpClient { BaseAddress = address, Timeout = Patience };

    /// <summary>Begins to call; it has its connection, and the host is warm, before this returns.</summary>
    public static async Task<Bystander> BeginAsync(LoadedHost host)
    {
        var bystander = new Bystander(host.Address);
        for (int i = 0; i < WarmUp; i++)
        {
            await bystander.CallAsync();
        }

        bystander.took.Clear();
        bystander.calling = Task.Run(bystander.CallAgainAndAgainAsync);
        return bystander;
    }

    /// <summary>Ends the calls. Each was answered as it should be; says how fast.</summary>
    public async Task<string> EndAsync()
    {
        await over.CancelAsync();
        await calling;
        double[] sorted = [.. took.Order()];
        return string.Create(CultureInfo.InvariantCulture,
            $"normal client: {sorted.Length} rounds of enqueue, read and list, p50 {sorted[sorted.Length / 2]:F1} ms, p99 {sorted[sorted.Length * 99 / 100]:F1} ms, longest {sorted[^1]:F1} ms");
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        client.Dispose();
        over.Dispose();
    }

    private async Task CallAgainAndAgainAsync()
    {
        while (!over.IsCancellationRequested)
        {
            await CallAsync();
            await Task.Delay(Apart);
        }
    }

    private async Task CallAsync()
    {
        long begun = Stopwatch.GetTimestamp();
        using HttpResponseMessage stored = await client.PostAsJsonAsync("/api/work", new { worker = "delay", initialDelay = "P1D", input = new { @for = "PT0S" } });
        Assert.Equal(HttpStatusCode.Accepted, stored.StatusCode);
        using HttpResponseMessage read = await client.GetAsync(stored.Headers.Location);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        using HttpResponseMessage list = await client.GetAsync("/api/work?limit=5");
        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
    }
}
