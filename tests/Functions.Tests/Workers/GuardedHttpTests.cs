using Microsoft.AspNetCore.Http;
using Work.Functions.Workers;

namespace Work.Functions.Tests.Workers;

public sealed class GuardedHttpTests
{
    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0.0.0.0:{0}/")]
    [InlineData("http://169.254.169.254/metadata/instance")]
    public async Task A_private_address_is_a_failure_and_no_retry_unless_allowed(string url)
    {
        await using var site = await TestSite.StartAsync(_ => Task.CompletedTask);
        using var rig = new Rig(options => options.AllowPrivateNetworks = null);
        url = string.Format(System.Globalization.CultureInfo.InvariantCulture, url, site.Url.Port);

        (await rig.HttpAsync(new { url })).IsFailure(ErrorTypes.AddressRefused);
        (await rig.TransferAsync(new { url, to = "a" })).IsFailure(ErrorTypes.AddressRefused);

        Assert.Empty(site.Seen);
    }

    [Fact]
    public async Task Hosts_ports_and_plain_http_can_be_ruled_out()
    {
        await using var site = await TestSite.StartAsync(_ => Task.CompletedTask);
        using var hosts = new Rig(options => options.AllowedHosts.Add("*.example.com"));
        using var ports = new Rig(options => options.AllowedPorts.Add(443));
        using var https = new Rig(options => options.RequireHttps = true);
        using var same = new Rig(options =>
        {
            options.AllowedHosts.Add("127.0.0.1");
            options.AllowedPorts.Add(site.Url.Port);
        });

        (await hosts.HttpAsync(new { url = site.Url })).IsFailure(ErrorTypes.AddressRefused);
        (await ports.HttpAsync(new { url = site.Url })).IsFailure(ErrorTypes.AddressRefused);
        (await https.HttpAsync(new { url = site.Url })).IsFailure(ErrorTypes.AddressRefused);
        Assert.Empty(site.Seen);
        Assert.IsType<WorkSuccess>(await same.HttpAsync(new { url = site.Url }));
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_a_retry()
    {
        await using var site = await TestSite.StartAsync(UntilGivenUpAsync);
        using var rig = new Rig(options => options.AnswerTimeout = TimeSpan.FromMilliseconds(50));

        (await rig.HttpAsync(new { url = site.Url })).IsRetry(ErrorTypes.NoConnection);
    }

    [Fact]
    public async Task A_body_that_falls_silent_is_a_retry()
    {
        await using var site = await TestSite.StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync();
            await UntilGivenUpAsync(context);
        });
        using var rig = new Rig(options => options.IdleTimeout = TimeSpan.FromMilliseconds(50));

        (await rig.TransferAsync(new { url = site.Url, to = "a" })).IsRetry(ErrorTypes.NoConnection);
    }

    private static Task UntilGivenUpAsync(HttpContext context) => new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
}
