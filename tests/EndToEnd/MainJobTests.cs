using System.IO.Compression;
using System.Text.Json;

namespace EndToEnd;

/// <summary>The main job on real input: fetch two documents, archive them, report.</summary>
[Trait("Category", "EndToEnd")]
public sealed class MainJobTests
{
    [Fact]
    public async Task TheArchiveHoldsBothDocumentsByteForByte()
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(folder.Path);
        string sample = await File.ReadAllTextAsync(Repository.At("samples", "backup.json"));

        IReadOnlyList<string> ids = await host.Client.EnqueueAsync(sample.Replace("127.0.0.1:7071", host.Address.Authority, StringComparison.Ordinal));
        JsonElement report = await host.Client.FinishedAsync(ids[^1]);

        Assert.Equal("succeeded", report.Text("state"));
        await AssertArchiveAsync(folder.At("data", "files", "backup", "backup.zip"), host.Client);
        JsonElement reported = await host.Client.FinishedAsync(report.GetProperty("output").GetProperty("work")[0].Text("id"));
        Assert.Equal("succeeded", reported.Text("state"));
        Assert.Contains("backup-report", reported.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal(0, await host.TerminateAsync());
    }

    /// <summary>Both documents are in the archive as the host serves them.</summary>
    internal static async Task AssertArchiveAsync(string path, HttpClient client)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        Assert.Equal(["backup/openapi.json", "backup/home.html"], archive.Entries.Select(entry => entry.FullName));
        Assert.Equal(await client.GetByteArrayAsync("/api/openapi.json"), await BytesAsync(archive.Entries[0]));
        Assert.Equal(await client.GetByteArrayAsync("/api/home"), await BytesAsync(archive.Entries[1]));
    }

    private static async Task<byte[]> BytesAsync(ZipArchiveEntry entry)
    {
        await using Stream stream = await entry.OpenAsync();
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
