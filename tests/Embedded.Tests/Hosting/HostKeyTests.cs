using System.Net;

namespace Embedded.Tests.Hosting;

public sealed class HostKeyTests
{
    [Fact]
    public async Task On_loopback_nobody_is_asked_for_a_key()
    {
        await using var sample = await SampleHost.StartAsync();
        Assert.Equal("secret", await sample.Client.GetStringAsync("/api/secret"));
        Assert.False(File.Exists(KeyFile(sample)));
    }

    [Fact]
    public async Task Where_keys_are_required_only_anonymous_functions_answer_without_one()
    {
        await using var sample = await SampleHost.StartAsync(settings: ("Embedded:RequireKeys", "true"));
        var key = await File.ReadAllTextAsync(KeyFile(sample));

        Assert.Equal("home", await sample.Client.GetStringAsync("/api/home"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await sample.Client.GetAsync("/api/secret")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await sample.Client.GetAsync($"/api/secret?code={key}x")).StatusCode);
        Assert.Equal("secret", await sample.Client.GetStringAsync($"/api/secret?code={key}"));
        sample.Client.DefaultRequestHeaders.Add("x-functions-key", key);
        Assert.Equal("secret", await sample.Client.GetStringAsync("/api/secret"));
    }

    [Fact]
    public async Task The_key_is_made_once_and_only_its_owner_may_read_it()
    {
        await using var first = await SampleHost.StartAsync(settings: ("Embedded:RequireKeys", "true"));
        var key = await File.ReadAllTextAsync(KeyFile(first));
        await first.Host.DisposeAsync();
        await using var second = await SampleHost.StartAsync(directory: first.Directory, settings: ("Embedded:RequireKeys", "true"));

        Assert.Equal(key, await File.ReadAllTextAsync(KeyFile(second)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile(second)));
        }
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("localhost", false)]
    [InlineData("0.0.0.0", true)]
    [InlineData("*", true)]
    [InlineData("192.0.2.1", true)]
    public void Keys_are_required_on_every_address_but_loopback(string address, bool required) =>
        Assert.Equal(required, new Work.Embedded.Hosting.EmbeddedOptions { Address = address }.KeysAreRequired);

    [Fact]
    public void NoKeyIsAskedWhereTheAppAsksForATokenUnlessSettingsSaySo()
    {
        var options = new Work.Embedded.Hosting.EmbeddedOptions { Address = "0.0.0.0" };
        options.LetAppCheckCallers();
        Assert.False(options.KeysAreRequired);
        options.RequireKeys = true;
        Assert.True(options.KeysAreRequired);
    }

    private static string KeyFile(SampleHost sample) => Path.Combine(sample.Directory, "host.key");
}
