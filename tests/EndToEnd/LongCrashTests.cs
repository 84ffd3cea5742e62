namespace EndToEnd;

/// <summary>The same crash at many moments: too long for every run of the tests.</summary>
[Trait("Category", "Long")]
public sealed class LongCrashTests
{
    [Fact]
    public async Task AChainGoesOnWhereverItsProcessDied()
    {
        using var folder = new TemporaryFolder();
        HostProcess host = await HostProcess.StartAsync(folder.Path);
        for (int kill = 0; kill < 10; kill++)
        {
            host = await ChainCrash.KillAndCheckAsync(host, folder.Path, position: kill % 5, share: kill < 5 ? 0 : 0.3);
        }

        await host.DisposeAsync();
    }
}
