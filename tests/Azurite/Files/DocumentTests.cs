using System.Text.Json;
using Azure.Storage.Blobs;
using EndToEnd;

namespace Azurite.Files;

/// <summary>What is too large for messages lies in the shared store, and nothing of it on the disk of the process.</summary>
[Collection(AzuriteGroup.Name)]
public sealed class DocumentTests(AzuriteServer azurite)
{
    [FactWithAzurite]
    public async Task Large_outputs_and_continuations_are_read_after_a_crash_from_blobs_alone()
    {
        using var folder = new TemporaryFolder();
        string prefix = $"documents-{Guid.NewGuid():N}";
        HostLaunch launch = BlobHost.Launch(folder.Path, azurite, prefix);
        await using HostProcess host = await HostProcess.StartAsync(launch);
        string text = new('x', 5_000);
        string large = (await host.Client.EnqueueAsync(new { worker = "combine", input = new { text } }))[0];
        await host.Client.FinishedAsync(large);
        IReadOnlyList<string> works = await host.Client.EnqueueAsync(new
        {
            work = Enumerable.Range(0, 100).Select(i => new { key = $"k{i}", worker = "delay", input = new { @for = i < 50 ? "PT0S" : "PT2S" }, backoff = new { policy = "linear", delay = "PT1S" }, after = i < 50 ? Array.Empty<string>() : ["k0"] }),
        });
        await host.Client.UntilRunningAsync(works[99]);

        await host.KillAsync();
        await using HostProcess next = await HostProcess.StartAsync(launch);
        JsonElement again = await next.Client.FinishedAsync(large);
        JsonElement last = await next.Client.FinishedAsync(works[99]);

        Assert.Equal(text, again.GetProperty("output").Text("text"));
        Assert.Equal("succeeded", last.Text("state"));
        IReadOnlyList<string> documents = await BlobHost.NamesAsync(new BlobContainerClient(azurite.ConnectionString, $"{prefix}-state"));
        Assert.Contains(documents, name => name.StartsWith($"outputs/{large}/", StringComparison.Ordinal));
        Assert.True(documents.Count > 1, string.Join(", ", documents));
        Assert.False(Directory.Exists(folder.At("data", "state")));
        Assert.False(Directory.Exists(folder.At("data", "files")));
    }
}
