using System.Net;

namespace Embedded.Tests.Hosting;

public sealed class LoopbackGuardTests
{
    [Theory]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData("localhost", null, HttpStatusCode.OK)]
    [InlineData("[::1]", null, HttpStatusCode.OK)]
    [InlineData("work.test", null, HttpStatusCode.OK)]
    [InlineData("rebound.example", null, HttpStatusCode.Forbidden)]
    [InlineData("10.0.0.1", null, HttpStatusCode.Forbidden)]
    [InlineData("localhost", "http://localhost", HttpStatusCode.OK)]
    [InlineData("localhost", "http://page.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost", "null", HttpStatusCode.Forbidden)]
    public async Task A_host_without_keys_answers_programs_and_its_own_pages_only(string? host, string? origin, HttpStatusCode status)
    {
        await using var sample = await SampleHost.StartAsync(settings: ("Embedded:AllowedHosts:0", "work.test"));
        Assert.Equal(status, await AskAsync(sample, host, origin));
    }

    [Fact]
    public async Task A_host_with_keys_leaves_it_to_the_key()
    {
        await using var sample = await SampleHost.StartAsync(settings: ("Embedded:RequireKeys", "true"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(sample, "any.example", "http://page.example"));
    }

    private static async Task<HttpStatusCode> AskAsync(SampleHost sample, string? host, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/secret");
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return (await sample.Client.SendAsync(request)).StatusCode;
    }
}
