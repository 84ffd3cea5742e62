using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Http;

/// <summary>The contract and the start page can be fetched in parts, and the parts are of one whole.</summary>
public sealed class PagesTests
{
    public static TheoryData<string, string> Pages => new() { { "/api/openapi.json", "application/json" }, { "/api/home", "text/html" } };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task APageIsTheSameEachTime(string path, string mediaType)
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage first = await app.Client.GetAsync(path);
        using HttpResponseMessage second = await app.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(mediaType, first.Content.Headers.ContentType!.MediaType);
        Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await second.Content.ReadAsByteArrayAsync());
        Assert.Equal((await first.Content.ReadAsByteArrayAsync()).Length, first.Content.Headers.ContentLength);
        Assert.False(first.Headers.ETag!.IsWeak);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal(["bytes"], first.Headers.AcceptRanges);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task APageIsGoneOnWithByRange(string path, string mediaType)
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage all = await app.Client.GetAsync(path);
        byte[] bytes = await all.Content.ReadAsByteArrayAsync();

        using HttpResponseMessage rest = await AskAsync(app, path, 1_000, all.Headers.ETag!);
        using HttpResponseMessage other = await AskAsync(app, path, 1_000, new EntityTagHeaderValue("\"of another version\""));
        using HttpResponseMessage beyond = await AskAsync(app, path, bytes.Length, all.Headers.ETag!);

        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(new ContentRangeHeaderValue(1_000, bytes.Length - 1, bytes.Length), rest.Content.Headers.ContentRange);
        Assert.Equal(bytes[1_000..], await rest.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(bytes, await other.Content.ReadAsByteArrayAsync());
        Assert.Equal(mediaType, other.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        Assert.Equal(bytes.Length, beyond.Content.Headers.ContentRange!.Length);
        Assert.Equal("application/problem+json", beyond.Content.Headers.ContentType!.MediaType);
        Assert.Equal(416, (int)JsonNode.Parse(await beyond.Content.ReadAsByteArrayAsync())!["status"]!);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task APageThatIsNotTheNamedOneIsAProblem(string path, string mediaType)
    {
        await using TestApp app = await TestApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"of another version\""));

        using HttpResponseMessage refused = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        Assert.NotEqual(mediaType, refused.Content.Headers.ContentType!.MediaType);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task APageThatTheCallerHasIsNotSentAgain()
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage all = await app.Client.GetAsync("/api/home");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/home");
        request.Headers.IfNoneMatch.Add(all.Headers.ETag!);

        using HttpResponseMessage again = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task TheStartPageTellsWhatRunsHere(string testing)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways: false, more: [("Work:Testing:Enabled", testing)]);
        string home = await app.Client.GetStringAsync("/api/home");
        JsonObject workers = await app.JsonAsync("/api/workers");

        Assert.All(workers["workers"]!.AsArray(), worker => Assert.Contains(WebUtility.HtmlEncode((string)worker!["description"]!), home, StringComparison.Ordinal));
        Assert.Contains("POST /api/work<", home, StringComparison.Ordinal);
        Assert.Equal(testing == "true", home.Contains("/api/testing/clock/advance", StringComparison.Ordinal));
        Assert.DoesNotContain("{{", home, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", home, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http://", home, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", home, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> AskAsync(TestApp app, string path, long from, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Range = new RangeHeaderValue(from, null);
        request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        return await app.Client.SendAsync(request);
    }
}
