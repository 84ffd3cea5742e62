using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Feed;

/// <summary>Many works as Server-Sent Events.</summary>
public sealed class FeedTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EachWorkIsToldAsItIsAndThenEachChangeOfIt(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        string done = await app.EnqueueOneAsync("""{ "worker": "scripted", "tags": ["told"] }""");
        string runs = await app.EnqueueOneAsync("""{ "worker": "delay", "input": { "for": "PT5M" }, "tags": ["told"] }""");
        await app.EnqueueOneAsync("""{ "worker": "scripted", "tags": ["other"] }""");
        await app.IdleAsync();
        using FeedReader stream = await FeedReader.OpenAsync(app, "?tag=told");
        JsonNode[] first = [await stream.NextAsync(), await stream.NextAsync()];
        Assert.Equal(
            new[] { (done, "succeeded"), (runs, "running") }.Order(), first.Select(work => ((string)work["id"]!, (string)work["state"]!)).Order());
        string late = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "PT5M", "tags": ["told"] }""");
        await stream.UntilAsync(late, "enqueued");
        await app.AdvanceAsync("PT5M");
        var ended = new HashSet<string>();
        while (ended.Count < 2)
        {
            JsonNode work = await stream.NextAsync();
            Assert.Contains("told", work["tags"]!.AsArray().Select(tag => (string?)tag));
            if ((string?)work["state"] == "succeeded")
            {
                ended.Add((string)work["id"]!);
            }
        }

        Assert.Equal(new HashSet<string> { runs, late }, ended);
    }

    [Fact]
    public async Task WhoWasCutMissesNothingHoweverMuchChangedMeanwhile()
    {
        await using TestApp app = await TestApp.StartAsync();
        string[] before = [.. await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.EnqueueOneAsync("""{ "worker": "delay", "input": { "for": "PT5M" }, "tags": ["t"] }""")))];
        await app.IdleAsync();
        string seen;
        using (FeedReader cut = await FeedReader.OpenAsync(app, "?tag=t"))
        {
            for (int i = 0; i < before.Length; i++)
            {
                await cut.NextAsync();
            }

            seen = cut.LastId;
        }

        await app.AdvanceAsync("PT1H");
        string[] meanwhile = [.. await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.EnqueueOneAsync("""{ "worker": "scripted", "tags": ["t"] }""")))];
        await app.IdleAsync();
        using FeedReader resumed = await FeedReader.OpenAsync(app, "?tag=t", seen);
        Assert.Equal([.. before.Concat(meanwhile).Order(StringComparer.Ordinal)], await SucceededAsync(resumed, 40));
    }

    [Fact]
    public async Task WhoIsCutWhileThingsChangeAndResumesTimeAndAgainMissesNothing()
    {
        await using TestApp app = await TestApp.StartAsync();
        var succeeded = new HashSet<string>(StringComparer.Ordinal);
        var enqueued = new HashSet<string>(StringComparer.Ordinal);
        string? seen = null;
        for (int round = 0; round < 6; round++)
        {
            Task<string>[] more = [.. Enumerable.Range(0, 10).Select(_ => app.EnqueueOneAsync("""{ "worker": "scripted" }"""))];
            using FeedReader stream = await FeedReader.OpenAsync(app, "", seen);
            for (int i = 0; i < 3; i++)
            {
                JsonNode work = await stream.NextAsync();
                _ = (string?)work["state"] == "succeeded" && succeeded.Add((string)work["id"]!);
            }

            seen = stream.LastId;
            enqueued.UnionWith(await Task.WhenAll(more));
        }

        using FeedReader last = await FeedReader.OpenAsync(app, "", seen);
        while (succeeded.Count < enqueued.Count)
        {
            JsonNode work = await last.NextAsync();
            _ = (string?)work["state"] == "succeeded" && succeeded.Add((string)work["id"]!);
        }

        Assert.Equal(enqueued.Order(StringComparer.Ordinal), succeeded.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WhatChangedWhileTheHostWasDownIsToldAfterIt()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "PT10S" }""");
        string seen;
        using (FeedReader cut = await FeedReader.OpenAsync(app))
        {
            await cut.UntilAsync(id, "enqueued");
            seen = cut.LastId;
        }

        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("PT1M");
        using FeedReader resumed = await FeedReader.OpenAsync(app, "?state=succeeded", seen);
        Assert.Equal(id, (string?)(await resumed.NextAsync())["id"]);
    }

    [Fact]
    public async Task AStateThatIsAskedForIsToldWhenItIsReached()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "id": "mine", "worker": "scripted", "input": { "attempts": [ { "result": "failure", "runFor": "PT1M" } ] } }""");
        using FeedReader stream = await FeedReader.OpenAsync(app, "?state=failed&state=cancelled");
        await app.EnqueueOneAsync("""{ "worker": "scripted" }""");
        await app.AdvanceAsync("PT1M");
        JsonNode work = await stream.NextAsync();
        Assert.Equal((id, "failed"), ((string?)work["id"], (string?)work["state"]));
    }

    [Fact]
    public async Task DependentsThatFailWithoutARunAreTold()
    {
        await using TestApp app = await TestApp.StartAsync();
        await app.EnqueueAsync("""{ "id": "first", "worker": "scripted", "input": { "attempts": [ { "result": "failure", "runFor": "PT1M" } ] } }""");
        await app.EnqueueAsync("""{ "id": "second", "worker": "scripted", "after": ["first"], "tags": ["hangs"] }""");
        await app.IdleAsync();
        using FeedReader stream = await FeedReader.OpenAsync(app, "?tag=hangs");
        Assert.Equal("blocked", (string?)(await stream.NextAsync())["state"]);
        await app.AdvanceAsync("PT1M");
        Assert.Equal("failed", (string?)(await stream.NextAsync())["state"]);
    }

    [Fact]
    public async Task ASilentStreamShowsThatItIsAliveAndAnUnknownParameterIsRefused()
    {
        await using TestApp app = await TestApp.StartAsync(more: ("Work:EventsQuietInterval", "00:00:00.100"));
        using FeedReader stream = await FeedReader.OpenAsync(app);
        Assert.Equal((":", "", ":"), (await stream.LineAsync(), await stream.LineAsync(), await stream.LineAsync()));
        using HttpResponseMessage refused = await app.Client.GetAsync(new Uri("/api/events?limit=3", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    private static async Task<IEnumerable<string>> SucceededAsync(FeedReader stream, int count)
    {
        var succeeded = new SortedSet<string>(StringComparer.Ordinal);
        while (succeeded.Count < count)
        {
            JsonNode work = await stream.NextAsync();
            if ((string?)work["state"] == "succeeded")
            {
                succeeded.Add((string)work["id"]!);
            }
        }

        return succeeded;
    }
}
