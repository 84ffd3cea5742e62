using System.Net;
using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Works;

public sealed class EventsTests
{
    private const string AnHourThenFiveMinutes = """
        { "worker": "scripted", "initialDelay": "PT1H", "input": {
            "attempts": [ { "result": "success", "runFor": "PT5M", "output": { "text": "two\nlines" } } ] } }
        """;

    [Fact]
    public async Task TheCurrentValueComesFirstThenEachChangeAndAfterTheFinishedOneTheEnd()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync(AnHourThenFiveMinutes);
        using Followed stream = await FollowAsync(app, (string)(await app.GetAsync(id))["links"]!["events"]!);
        Assert.Equal("text/event-stream", stream.ContentType);
        (string first, JsonNode enqueued) = (await stream.NextAsync())!.Value;
        Assert.Equal((id, "enqueued"), ((string?)enqueued["id"], (string?)enqueued["state"]));
        await app.AdvanceAsync("PT1H");
        (string second, JsonNode running) = (await stream.NextAsync())!.Value;
        Assert.Equal("running", (string?)running["state"]);
        await app.AdvanceAsync("PT5M");
        (string third, JsonNode succeeded) = (await stream.NextAsync())!.Value;
        Assert.Equal(("succeeded", "two\nlines"), ((string?)succeeded["state"], (string?)succeeded["output"]!["text"]));
        Assert.Null(await stream.NextAsync());
        Assert.Equal(3, new[] { first, second, third }.Distinct().Count());
    }

    [Fact]
    public async Task AWorkOfAChainIsFollowedToItsOwnEnd()
    {
        await using TestApp app = await TestApp.StartAsync();
        JsonObject answer = await app.EnqueueAsync("""{ "work": [ { "key": "a", "worker": "delay", "input": { "for": "PT5M" } }, { "worker": "delay", "input": { "for": "PT5M" }, "after": [ "a" ] } ] }""");
        await app.IdleAsync();
        using Followed stream = await FollowAsync(app, (string)answer["work"]![0]!["links"]!["events"]!);
        Assert.Equal("running", (string?)(await stream.NextAsync())!.Value.Work["state"]);
        await app.AdvanceAsync("PT5M");
        Assert.Equal("succeeded", (string?)(await stream.NextAsync())!.Value.Work["state"]);
        Assert.Null(await stream.NextAsync());
    }

    [Fact]
    public async Task WhoResumesGetsWhatChangedMeanwhileAndNotWhatItHasSeen()
    {
        await using TestApp app = await TestApp.StartAsync();
        string path = $"/api/work/{await app.EnqueueOneAsync(AnHourThenFiveMinutes)}/events";
        string seen;
        using (Followed cut = await FollowAsync(app, path))
        {
            seen = (await cut.NextAsync())!.Value.Id;
        }

        using Followed unchanged = await FollowAsync(app, path, seen);
        await app.AdvanceAsync("PT1H");
        Assert.Equal("running", (string?)(await unchanged.NextAsync())!.Value.Work["state"]);
        using Followed changed = await FollowAsync(app, path, seen);
        Assert.Equal("running", (string?)(await changed.NextAsync())!.Value.Work["state"]);
        await app.AdvanceAsync("PT5M");
        seen = (await changed.NextAsync())!.Value.Id;
        using Followed ended = await FollowAsync(app, path, seen);
        Assert.Equal(HttpStatusCode.NoContent, ended.Status);
    }

    [Fact]
    public async Task ASilentStreamShowsByACommentLineThatItIsAlive()
    {
        await using TestApp app = await TestApp.StartAsync(more: ("Work:EventsQuietInterval", "00:00:00.100"));
        using Followed stream = await FollowAsync(app, $"/api/work/{await app.EnqueueOneAsync(AnHourThenFiveMinutes)}/events");
        await stream.NextAsync();
        Assert.Equal((":", "", ":"), (await stream.LineAsync(), await stream.LineAsync(), await stream.LineAsync()));
    }

    [Fact]
    public async Task AnUnknownWorkIsNotFound()
    {
        await using TestApp app = await TestApp.StartAsync();
        using Followed stream = await FollowAsync(app, "/api/work/nobody/events");
        Assert.Equal(HttpStatusCode.NotFound, stream.Status);
    }

    private static async Task<Followed> FollowAsync(TestApp app, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        HttpResponseMessage response = await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new Followed(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    private sealed class Followed(HttpResponseMessage response, StreamReader reader) : IDisposable
    {
        private readonly CancellationTokenSource late = new(TimeSpan.FromSeconds(60), TimeProvider.System);

        public HttpStatusCode Status => response.StatusCode;

        public string? ContentType => response.Content.Headers.ContentType?.MediaType;

        public async Task<string?> LineAsync() => await reader.ReadLineAsync(late.Token);

        // An event is exactly four lines; null is the end of the stream.
        public async Task<(string Id, JsonNode Work)?> NextAsync()
        {
            string? id = await LineAsync();
            for (; id is ":" or ""; id = await LineAsync())
            {
                // A comment line, on a slow machine.
            }

            if (id is null)
            {
                return null;
            }

            Assert.StartsWith("id: ", id, StringComparison.Ordinal);
            Assert.Equal("event: work", await LineAsync());
            string data = await LineAsync() ?? "";
            Assert.StartsWith("data: ", data, StringComparison.Ordinal);
            Assert.Equal("", await LineAsync());
            return (id["id: ".Length..], JsonNode.Parse(data["data: ".Length..])!);
        }

        public void Dispose()
        {
            reader.Dispose();
            response.Dispose();
            late.Dispose();
        }
    }
}
