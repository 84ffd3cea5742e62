namespace EndToEnd.Faults;

/// <summary>One process owns a data directory.</summary>
[Trait("Category", "EndToEnd")]
public sealed class TwoProcessesTests
{
    [Fact]
    public async Task ASecondProcessIsRefusedTheFirstGoesOnAndADeadOnesLockIsTakenOver()
    {
        using var folder = new TemporaryFolder();
        HostLaunch launch = HostLaunch.Workers(folder.Path);
        string id;
        int owner;
        await using (HostProcess first = await HostProcess.StartAsync(launch))
        {
            owner = first.Id;
            id = (await first.Client.EnqueueAsync("""{ "worker": "journal", "initialDelay": "PT1H" }"""))[0];

            (int code, string output) = await HostProcess.RefusedAsync(launch with { Environment = new Dictionary<string, string> { ["Journal"] = folder.At("second.log") } });

            Assert.Equal(1, code);
            Assert.Contains($"The data directory '{folder.At("data")}' is owned by process {owner} on ", output, StringComparison.Ordinal);
            Assert.Contains("Stop that process, or choose another directory.", output, StringComparison.Ordinal);
            Assert.Equal("succeeded", (await first.Client.FinishedAsync((await first.Client.EnqueueAsync("""{ "worker": "journal" }"""))[0])).Text("state"));
            await first.KillAsync();
        }

        Assert.Contains($"process {owner} ", await File.ReadAllTextAsync(folder.At("data", "engine.owner")), StringComparison.Ordinal);
        await using HostProcess next = await HostProcess.StartAsync(launch);
        Assert.Equal("enqueued", (await next.Client.ReadAsync($"/api/work/{id}")).Text("state"));
        Assert.Contains($"process {next.Id} ", await File.ReadAllTextAsync(folder.At("data", "engine.owner")), StringComparison.Ordinal);
    }
}
