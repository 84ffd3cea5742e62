namespace EndToEnd;

/// <summary>What the first start shows.</summary>
[Trait("Category", "EndToEnd")]
public sealed class StartTests
{
    [Fact]
    public async Task TheStartPrintsFunctionsRoutesDataDirectoryAndStartPage()
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(folder.Path);

        string address = host.Address.ToString().TrimEnd('/');
        Assert.Contains($"EnqueueWork: [POST] {address}/api/work", host.Output, StringComparison.Ordinal);
        Assert.Contains("RunGraph: orchestrationTrigger", host.Output, StringComparison.Ordinal);
        Assert.Contains("RunWorker: activityTrigger", host.Output, StringComparison.Ordinal);
        Assert.Matches($@"Start page:\s+{address}/api/home", host.Output);
        Assert.Matches($@"Data directory:\s+{folder.At("data")}", host.Output);
    }

    [Fact]
    public async Task SettingsThatDoNotSayWhoMayCallEndTheStartWithOneSentence()
    {
        using var folder = new TemporaryFolder();
        (int code, string output) = await HostProcess.RefusedAsync(new HostLaunch(folder.Path) { Arguments = ["--Work:Entra:Tenant", "common", "--Work:Entra:Audience", "app"] });

        Assert.Equal(1, code);
        Assert.Equal(
            "The host did not start. Work:Entra:Tenant is 'common'; it must be the id of one tenant, such as 8c9d7b2e-0000-0000-0000-000000000000, and not a name of many.",
            output.Trim());
    }

    [Fact]
    public async Task ASecondHostOnTheSameDataIsRefusedAndNamesTheFirst()
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(folder.Path);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => HostProcess.StartAsync(folder.Path));

        Assert.Contains(host.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
    }
}
