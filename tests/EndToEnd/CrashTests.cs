namespace EndToEnd;

/// <summary>What <c>kill -9</c> leaves behind is gone on with.</summary>
[Trait("Category", "EndToEnd")]
public sealed class CrashTests
{
    [Fact]
    public async Task AChainGoesOnWhereItsProcessDied()
    {
        using var folder = new TemporaryFolder();
        HostProcess host = await HostProcess.StartAsync(folder.Path);

        await using HostProcess next = await ChainCrash.KillAndCheckAsync(host, folder.Path, position: 2, share: 0.3);
    }
}
