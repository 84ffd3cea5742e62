using System.Text.Json;

namespace EndToEnd;

/// <summary>What <c>kill -9</c> leaves of a file is gone on with.</summary>
[Trait("Category", "EndToEnd")]
public sealed class TransferCrashTests
{
    [Fact]
    public async Task ATransferResumesByRangeAfterACutAndAfterACrash()
    {
        using var folder = new TemporaryFolder();
        await using CuttingServer server = await CuttingServer.StartAsync();
        HostProcess host = await HostProcess.StartAsync(folder.Path);
        string id = (await host.Client.EnqueueAsync(new
        {
            worker = "transfer",
            input = new { url = server.Address, to = "big.bin", sha256 = server.Sha256 },
            backoff = new { policy = "linear", delay = "PT1S" },
        }))[0];

        await server.Holding.WaitAsync(TimeSpan.FromMinutes(1));
        await host.KillAsync();
        await host.DisposeAsync();
        await using HostProcess next = await HostProcess.StartAsync(folder.Path);
        JsonElement work = await next.Client.FinishedAsync(id);
        IReadOnlyList<JsonElement> attempts = await next.Client.HistoryAsync(id);

        Assert.Equal("succeeded", work.Text("state"));
        Assert.Equal(server.Sha256, work.GetProperty("output").Text("sha256"));
        Assert.Equal(await File.ReadAllBytesAsync(folder.At("data", "files", "big.bin")), server.Content);
        Assert.Equal(["retry", "stopped", "success"], attempts.Select(attempt => attempt.Text("result")));
        Assert.Equal("unknown", attempts[1].Text("stopReason"));
        Assert.Equal(3, server.Starts.Count);
        Assert.Equal(0, server.Starts[0]);
        Assert.InRange(server.Starts[1], CuttingServer.CutAt * 3 / 4, CuttingServer.CutAt);
        Assert.InRange(server.Starts[2], CuttingServer.CutAt + 1, CuttingServer.HoldAt);
    }
}
