using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Load.Wire;
using Xunit.Abstractions;

namespace Load.Attacks;

/// <summary>More connections than anybody needs.</summary>
[Trait("Category", "Long")]
public sealed class ConnectionFloodTests(ITestOutputHelper output)
{
    private const int Many = 10_000;
    private const int Floods = 3;
    private const double MostGrowth = 3;
    private const double MostKept = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task TenThousandOpenConnectionsAreServedAndANormalClientBesideThem()
    {
        await using LoadedHost host = await LoadedHost.StartAsync("--Embedded:MaxConnections", "12000");
        MemoryUse before = await host.MemoryAsync();
        var after = new List<MemoryUse>();
        for (int flood = 0; flood < Floods; flood++)
        {
            await FloodAsync(host);
            await CheckServesAsync(host);
            after.Add(await host.SettledAsync(before.Kept + MostKept));
        }

        string memory = $"before {before}; after each flood {string.Join("; ", after)}";
        output.WriteLine(memory);

        // A leak grows with each flood: a few hundred bytes of each connection are some MB. What was set up once for the first does not.
        Assert.True(after[^1].Kept - after[0].Kept < MostGrowth, memory);
        Assert.True(after[^1].Kept - before.Kept < MostKept, memory);
    }

    [Fact]
    public async Task ConnectionsOverTheLimitAreClosedAndTheOthersServed()
    {
        const int limit = 500;
        await using LoadedHost host = await LoadedHost.StartAsync("--Embedded:MaxConnections", $"{limit}");
        MemoryUse before = await host.MemoryAsync();
        await using Bystander normal = await Bystander.BeginAsync(host);
        List<RawConnection> open = await OpenAsync(host, 2 * limit, "GET /api/stats HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        int served = 0, closed = 0;
        foreach (RawConnection connection in open)
        {
            using var late = new CancellationTokenSource(Patience);
            RawAnswer? answer = await AnswerAsync(connection, late.Token);
            _ = answer is { Status: 200 } ? served++ : closed++;
        }

        string figures = await normal.EndAsync();
        open.ForEach(connection => connection.Dispose());

        output.WriteLine($"{2 * limit} connections at a limit of {limit}: {served} served, {closed} closed; {figures}");
        Assert.InRange(served, limit / 2, limit);
        Assert.Equal(2 * limit, served + closed);
        Assert.DoesNotContain("warn:", host.Process.Output, StringComparison.Ordinal);
        await CheckServesAsync(host);
        MemoryUse after = await host.SettledAsync(before.Kept + MostKept);
        Assert.True(after.Kept - before.Kept < MostKept, $"{before}, and after it {after}");
    }

    private async Task FloodAsync(LoadedHost host)
    {
        await using Bystander normal = await Bystander.BeginAsync(host);
        var watch = Stopwatch.StartNew();
        List<RawConnection> open = await OpenAsync(host, Many, "GET /api/stats HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        double opened = watch.Elapsed.TotalSeconds;
        double meanwhile = host.ResidentMegabytes();

        // One that was open all along is served like any other, once it says all that it wants.
        RawAnswer? late = await LateAsync(open[Many / 2]);
        Assert.True(late is null or { Status: 200 or 408 }, $"{late?.Status}");
        string figures = await normal.EndAsync();
        open.ForEach(connection => connection.Dispose());

        output.WriteLine($"{open.Count} connections with half a head each, opened in {opened:F1} s, resident {meanwhile:F0} MB then; {figures}");
        Assert.Equal(Many, open.Count);
    }

    // Its time may have been over, and it closed, if the others took long to open.
    private static async Task<RawAnswer?> LateAsync(RawConnection connection)
    {
        try
        {
            await connection.SendAsync("\r\n");
        }
        catch (SocketException)
        {
            return null;
        }

        using var late = new CancellationTokenSource(Patience);
        return await AnswerAsync(connection, late.Token);
    }

    private static async Task<RawAnswer?> AnswerAsync(RawConnection connection, CancellationToken late)
    {
        try
        {
            return await connection.ReadAsync(isHead: false, late);
        }
        catch (Exception end) when (end is SocketException or EndOfStreamException)
        {
            return null;
        }
    }

    private static async Task<List<RawConnection>> OpenAsync(LoadedHost host, int count, string beginning)
    {
        var open = new ConcurrentBag<RawConnection>();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, stop) =>
        {
            RawConnection connection = await host.ConnectAsync(stop);
            open.Add(connection);
            try
            {
                await connection.SendAsync(beginning, stop);
            }
            catch (SocketException)
            {
                // It was one too many.
            }
        });
        return [.. open];
    }

    private static async Task CheckServesAsync(LoadedHost host)
    {
        using var fresh = new HttpClient { BaseAddress = host.Address };
        var watch = Stopwatch.StartNew();
        HttpStatusCode status = HttpStatusCode.ServiceUnavailable;
        while (status != HttpStatusCode.OK && watch.Elapsed < Patience)
        {
            try
            {
                using HttpResponseMessage answer = await fresh.GetAsync("/api/stats");
                status = answer.StatusCode;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }

        Assert.Equal(HttpStatusCode.OK, status);
    }
}
