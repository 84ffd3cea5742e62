using System.Net;
using System.Net.Http.Json;
using Load.Wire;
using Xunit.Abstractions;

namespace Load.Attacks;

/// <summary>Clients that ask and never read: the host holds no more than buffers for them, and cuts them off.</summary>
[Trait("Category", "Long")]
public sealed class DeafReaderTests(ITestOutputHelper output)
{
    private const int Deaf = 40;
    private const int SmallBuffer = 4_096;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    [Theory]
    [InlineData("/api/events?tag=big")]
    [InlineData("/api/work?tag=big&limit=1000")]
    public async Task AReaderWhoNeverReadsIsCutOffAndItsPlaceIsFreeAgain(string path)
    {
        await using LoadedHost host = await LoadedHost.StartAsync("--Work:MaxEventStreams", $"{Deaf}", "--Embedded:AnswerTimeout", "00:00:03", "--Embedded:IdleTimeout", "00:00:05");
        await StoreAsync(host, 40);
        using (HttpResponseMessage warm = await host.Client.GetAsync("/api/work?tag=big&limit=1000"))
        {
            warm.EnsureSuccessStatusCode();
        }

        MemoryUse before = await host.MemoryAsync();
        await using Bystander normal = await Bystander.BeginAsync(host);
        var open = new List<RawConnection>();
        for (int i = 0; i < Deaf; i++)
        {
            RawConnection connection = await RawConnection.OpenAsync(host.Address, SmallBuffer);
            open.Add(connection);
            await connection.SendAsync($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        }

        double most = await UntilCutAsync(host, open);
        string figures = await normal.EndAsync();
        MemoryUse after = await host.MemoryAsync();
        open.ForEach(connection => connection.Dispose());

        output.WriteLine($"{Deaf} x {path}: peak {most:F0} MB, before {before}, after {after}; {figures}");
        Assert.True(most - before.Resident < 1_000, $"peak {most:F0} MB");
        using var fresh = new HttpClient { BaseAddress = host.Address, Timeout = Longest };
        using HttpResponseMessage next = await fresh.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        host.CheckLog();
    }

    private static async Task StoreAsync(LoadedHost host, int count)
    {
        string text = new('x', 250_000);
        for (int i = 0; i < count; i++)
        {
            using HttpResponseMessage stored = await host.Client.PostAsJsonAsync("/api/work", new { worker = "delay", initialDelay = "P1D", tags = new[] { "big" }, input = new { text } });
            Assert.Equal(HttpStatusCode.Accepted, stored.StatusCode);
        }
    }

    // The host's end of each goes away while ours is still open: in the system's table none is left that is established.
    private static async Task<double> UntilCutAsync(LoadedHost host, List<RawConnection> open)
    {
        using var late = new CancellationTokenSource(Longest);
        HashSet<int> ports = [.. open.Select(connection => ((IPEndPoint)connection.Socket.LocalEndPoint!).Port)];
        double most = 0;
        while (Established(host.Address.Port, ports) > 0)
        {
            late.Token.ThrowIfCancellationRequested();
            most = Math.Max(most, host.ResidentMegabytes());
            await Task.Delay(50);
        }

        return most;
    }

    private static int Established(int hostPort, HashSet<int> ports) => System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(one => one.LocalEndPoint.Port == hostPort && ports.Contains(one.RemoteEndPoint.Port) && one.State == System.Net.NetworkInformation.TcpState.Established);
}
