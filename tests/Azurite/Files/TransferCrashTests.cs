using System.Text.Json;
using Azure.Storage.Blobs;
using EndToEnd;
using Xunit.Abstractions;

namespace Azurite.Files;

/// <summary>A transfer into the blob store goes on after <c>kill -9</c> from what was flushed.</summary>
[Collection(AzuriteGroup.Name)]
public sealed class TransferCrashTests(AzuriteServer azurite, ITestOutputHelper output)
{
    [FactWithAzurite]
    public async Task A_transfer_resumes_by_range_after_a_cut_and_after_a_crash()
    {
        using var folder = new TemporaryFolder();
        await using CuttingServer server = await CuttingServer.StartAsync();
        string prefix = $"transfer-{Guid.NewGuid():N}";
        HostLaunch launch = BlobHost.Launch(folder.Path, azurite, prefix);
        await using HostProcess host = await HostProcess.StartAsync(launch);
        string id = (await host.Client.EnqueueAsync(new
        {
            worker = "transfer",
            input = new { url = server.Address, to = "backups/big.bin", sha256 = server.Sha256 },
            backoff = new { policy = "linear", delay = "PT1S" },
        }))[0];

        await server.Holding.WaitAsync(TimeSpan.FromMinutes(1));
        await host.KillAsync();
        await using HostProcess next = await HostProcess.StartAsync(launch);
        JsonElement work = await next.Client.FinishedAsync(id);
        for (int look = 0; work.Text("state") is "running" or "enqueued" && look < 2; look++)
        {
            work = await next.Client.FinishedAsync(id);
        }

        IReadOnlyList<JsonElement> attempts = await next.Client.HistoryAsync(id);

        output.WriteLine($"The source has {CuttingServer.Size} bytes; it was asked for those from {string.Join(", then from ", server.Starts)}.");
        output.WriteLine($"The output: {work.GetProperty("output")}");
        Assert.Equal("succeeded", work.Text("state"));
        Assert.Equal(server.Sha256, work.GetProperty("output").Text("sha256"));
        Assert.Equal(["retry", "stopped", "success"], attempts.Select(attempt => attempt.Text("result")));
        Assert.Equal(3, server.Starts.Count);
        Assert.Equal(0, server.Starts[0]);
        Assert.InRange(server.Starts[1], CuttingServer.CutAt * 3 / 4, CuttingServer.CutAt);
        Assert.InRange(server.Starts[2], CuttingServer.CutAt + 1, CuttingServer.HoldAt);
        var container = new BlobContainerClient(azurite.ConnectionString, $"{prefix}-files");
        Assert.Equal(["backups/big.bin"], await BlobHost.NamesAsync(container));
        BinaryData stored = (await container.GetBlobClient("backups/big.bin").DownloadContentAsync()).Value.Content;
        Assert.True(stored.ToMemory().Span.SequenceEqual(server.Content));
        Assert.False(Directory.Exists(folder.At("data", "files")));
    }
}
