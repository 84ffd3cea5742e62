namespace EndToEnd.Faults;

/// <summary>Data directories that cannot be used, and what the start says of them.</summary>
[Trait("Category", "Long")]
public sealed class UnusableDirectoryTests
{
    [FactAsRoot]
    public async Task AReadOnlyDataDirectoryIsRefusedAndNotTakenForAnotherProcesss()
    {
        using var folder = new TemporaryFolder();
        string data = folder.At("data");
        await MakeAsync(folder);
        await Shell.RunAsync("mount", "--bind", data, data);
        try
        {
            await Shell.RunAsync("mount", "-o", "remount,ro,bind", data);

            await AssertRefusedAsync(HostLaunch.Workers(folder.Path), data, "Read-only file system");
        }
        finally
        {
            await Shell.RunAsync("umount", "--lazy", data);
        }

        await using HostProcess next = await HostProcess.StartAsync(HostLaunch.Workers(folder.Path));
    }

    [FactAsRoot]
    public async Task ADataDirectoryOfAnotherUserIsRefused()
    {
        using var folder = new TemporaryFolder();
        await MakeAsync(folder);
        await Shell.RunAsync("chmod", "755", folder.Path);

        await AssertRefusedAsync(
            HostLaunch.Workers(folder.Path) with { Under = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"], Environment = new Dictionary<string, string> { ["Journal"] = "/dev/null" } },
            folder.At("data"),
            "denied");
    }

    [Fact]
    public async Task AFileInThePlaceOfTheDataDirectoryIsRefused()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.At("data"), "a file");

        await AssertRefusedAsync(HostLaunch.Workers(folder.Path), folder.At("data"), "is a file");

        Assert.Equal("a file", await File.ReadAllTextAsync(folder.At("data")));
    }

    private static async Task MakeAsync(TemporaryFolder folder)
    {
        await using HostProcess first = await HostProcess.StartAsync(HostLaunch.Workers(folder.Path));
        Assert.Equal(0, await first.TerminateAsync());
    }

    private static async Task AssertRefusedAsync(HostLaunch launch, string directory, string why)
    {
        (int code, string output) = await HostProcess.RefusedAsync(launch);

        Assert.Equal(1, code);
        Assert.Contains("The host did not start.", output, StringComparison.Ordinal);
        Assert.Contains(directory, output, StringComparison.Ordinal);
        Assert.Contains(why, output, StringComparison.Ordinal);
        Assert.DoesNotContain("is owned by", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
