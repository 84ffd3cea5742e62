using System.Net;
using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Works;

public sealed class CancelManyTests
{
    private const string Runs = """{ "result": "success", "runFor": "PT1H" }""";

    [Fact]
    public async Task ATagCancelsItsUnfinishedWorksAndWhatHangsOnThem()
    {
        await using TestApp app = await TestApp.StartAsync();
        string done = await app.EnqueueOneAsync("""{ "worker": "scripted", "tags": [ "x" ] }""");
        await app.IdleAsync();
        string delayed = await app.EnqueueOneAsync("""{ "id": "chosen", "worker": "scripted", "tags": [ "x" ], "initialDelay": "PT1H" }""");
        string other = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "PT1H" }""");
        JsonObject chain = await app.EnqueueAsync($$"""
            { "work": [ { "key": "a", "worker": "scripted", "tags": [ "x" ], "input": { "attempts": [ {{Runs}} ] } },
                        { "key": "b", "worker": "scripted", "after": [ "a" ] }, { "worker": "scripted", "tags": [ "x" ], "after": [ "b" ] } ] }
            """);
        string elsewhere = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "tags": [ "x" ], "after": [ "{{ChainTests.IdOf(chain, 2)}}" ] }""");
        await app.IdleAsync();

        string[] cancelled = await CancelAsync(app, """{ "tag": "x" }""");

        string[] expected = [delayed, elsewhere, .. Enumerable.Range(0, 3).Select(i => ChainTests.IdOf(chain, i))];
        Assert.Equal(expected.Order(StringComparer.Ordinal), cancelled.Order(StringComparer.Ordinal));
        await app.IdleAsync();
        Assert.All(await Task.WhenAll(expected.Select(app.GetAsync)), work => Assert.Equal("cancelled", (string?)work["state"]));
        Assert.Equal("cancelledByApp", (string?)(await app.GetAsync(ChainTests.IdOf(chain, 0)))["stopReason"]);
        Assert.Equal("succeeded", (string?)(await app.GetAsync(done))["state"]);
        Assert.Equal("enqueued", (string?)(await app.GetAsync(other))["state"]);
        Assert.Empty(await CancelAsync(app, """{ "tag": "x" }"""));
    }

    [Fact]
    public async Task AUniqueNameCancelsAllThatWasAppendedToIt()
    {
        await using TestApp app = await TestApp.StartAsync();
        string[] ids =
        [
            await NamedAsync(app, "sync"), await NamedAsync(app, "sync"), await NamedAsync(app, "sync"),
        ];
        string other = await NamedAsync(app, "other");
        await app.IdleAsync();

        Assert.Equal(ids, await CancelAsync(app, """{ "uniqueName": "sync" }"""));
        Assert.Equal("running", (string?)(await app.GetAsync(other))["state"]);
        Assert.Empty(await CancelAsync(app, """{ "uniqueName": "nobody" }"""));
    }

    [Fact]
    public async Task MoreAppendsThanANameShowsAreCancelledAllTheSame()
    {
        await using TestApp app = await TestApp.StartAsync();
        var ids = new List<string>();
        for (int i = 0; i < 130; i++)
        {
            ids.Add(await NamedAsync(app, "sync"));
        }

        await app.IdleAsync();
        Assert.Equal(ids.Order(StringComparer.Ordinal), (await CancelAsync(app, """{ "uniqueName": "sync" }""")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AllMeansAllAlsoThePartsOfALargeGraph()
    {
        await using TestApp app = await TestApp.StartAsync();
        string works = string.Join(',', Enumerable.Range(0, 150).Select(i => $$"""{ "key": "k{{i}}", "worker": "scripted", "initialDelay": "PT1H"{{(i == 149 ? ", \"after\": [ \"k0\" ]" : "")}} }"""));
        JsonObject large = await app.EnqueueAsync($$"""{ "work": [ {{works}} ] }""");
        string single = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "PT1H" }""");
        await app.IdleAsync();

        string[] cancelled = await CancelAsync(app, """{ "all": true }""");

        Assert.Equal(151, cancelled.Length);
        Assert.Equal(151, cancelled.Distinct().Count());
        Assert.Contains(single, cancelled);
        Assert.All(await ChainTests.StatesAsync(app, large), state => Assert.Equal("cancelled", state));
        Assert.Empty(await CancelAsync(app, """{ "all": true }"""));
    }

    [Theory]
    [InlineData("{}", "$")]
    [InlineData("[]", "$")]
    [InlineData("""{ "all": false }""", "all")]
    [InlineData("""{ "tag": "a", "uniqueName": "b" }""", "$")]
    [InlineData("""{ "tag": "" }""", "tag")]
    [InlineData("""{ "tag": "a", "tag": "b" }""", "tag")]
    [InlineData("""{ "tags": "a", "all": 1 }""", "tags,all")]
    public async Task AFaultyBodyCancelsNothing(string body, string fields)
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "tags": [ "a", "b" ], "initialDelay": "PT1H" }""");
        using HttpResponseMessage refused = await app.PostAsync("/api/work/cancel", body);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(fields.Split(',').Order(), (await TestApp.BodyAsync(refused))["errors"]!.AsObject().Select(field => field.Key).Order());
        Assert.Equal("enqueued", (string?)(await app.GetAsync(id))["state"]);
    }

    [Fact]
    public async Task AWorkMayBeCalledCancel()
    {
        await using TestApp app = await TestApp.StartAsync();
        await app.EnqueueOneAsync("""{ "id": "cancel", "worker": "scripted", "initialDelay": "PT1H" }""");
        Assert.Equal("cancel", (string?)(await app.GetAsync("cancel"))["id"]);
    }

    private static async Task<string> NamedAsync(TestApp app, string name) => ChainTests.IdOf(
        await app.EnqueueAsync($$"""{ "uniqueName": "{{name}}", "existingWorkPolicy": "append", "work": [ { "worker": "scripted", "input": { "attempts": [ {{Runs}} ] } } ] }"""), 0);

    private static async Task<string[]> CancelAsync(TestApp app, string body)
    {
        using HttpResponseMessage response = await app.PostAsync("/api/work/cancel", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. (await TestApp.BodyAsync(response))["cancelled"]!.AsArray().Select(id => (string)id!)];
    }
}
