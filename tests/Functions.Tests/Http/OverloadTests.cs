using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Http;

/// <summary>A host that holds all that it can asks callers to come again, and lets go on what makes it less.</summary>
public sealed class OverloadTests
{
    [Theory]
    [InlineData("/api/work", """{ "worker": "scripted" }""")]
    [InlineData("/api/work/batch", """{ "requests": [ { "worker": "scripted" } ] }""")]
    [InlineData("/api/work/nothing-like-it/rerun", "{}")]
    public async Task NewWorkIsRefusedAndNothingOfItIsStored(string path, string body)
    {
        await using TestApp app = await TestApp.StartAsync(more: [("Embedded:MaxMemoryShare", "0")]);
        using HttpResponseMessage refused = await app.PostAsync(path, body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Empty((await app.JsonAsync("/api/work"))["work"]!.AsArray());
    }

    [Fact]
    public async Task ReadsAndCancelsGoOn()
    {
        await using TestApp app = await TestApp.StartAsync(more: [("Embedded:MaxMemoryShare", "0")]);
        using HttpResponseMessage cancelled = await app.PostAsync("/api/work/cancel", """{ "all": true }""");
        using HttpResponseMessage stats = await app.Client.GetAsync("/api/stats");

        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        Assert.Equal(HttpStatusCode.OK, stats.StatusCode);
    }

    [Fact]
    public async Task AStreamOfEventsTooManyIsRefusedUntilAnotherEnds()
    {
        await using TestApp app = await TestApp.StartAsync(more: [("Work:MaxEventStreams", "2"), ("Work:EventsQuietInterval", "00:00:00.050")]);
        using HttpResponseMessage first = await OpenAsync(app);
        using HttpResponseMessage second = await OpenAsync(app);
        using HttpResponseMessage third = await OpenAsync(app);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], [first.StatusCode, second.StatusCode, third.StatusCode]);
        Assert.True(third.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal(503, (int)JsonNode.Parse(await third.Content.ReadAsByteArrayAsync())!["status"]!);

        first.Dispose();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        HttpStatusCode next = HttpStatusCode.ServiceUnavailable;
        while (next != HttpStatusCode.OK)
        {
            late.Token.ThrowIfCancellationRequested();
            using HttpResponseMessage again = await OpenAsync(app);
            next = again.StatusCode;
        }
    }

    private static Task<HttpResponseMessage> OpenAsync(TestApp app) => app.Client.GetAsync(new Uri("/api/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
}
