using System.Net;
using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Works;

public sealed class ExplainTests
{
    [Fact]
    public async Task ADelayABackoffAndAnEndAreTold()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""
            { "worker": "scripted", "initialDelay": "PT1H", "backoff": { "policy": "linear", "delay": "PT10M" }, "input": { "attempts": [ { "result": "retry" }, { "result": "success" } ] } }
            """);
        JsonObject delayed = await ExplainAsync(app, id);
        Assert.Equal(("enqueued", "2030-01-01T01:00:00Z"), ((string?)delayed["state"], (string?)delayed["nextScheduleTime"]));
        Assert.Equal(("time", "initialDelay", "2030-01-01T00:00:00Z", "2030-01-01T01:00:00Z"), Only(delayed));
        await app.AdvanceAsync("PT1H");
        Assert.Equal(("time", "backoff", "2030-01-01T01:00:00Z"), (Only(await ExplainAsync(app, id)).Kind, Only(await ExplainAsync(app, id)).Name, Only(await ExplainAsync(app, id)).Since));
        await app.AdvanceAsync("PT1H");
        JsonObject ended = await ExplainAsync(app, id);
        Assert.Equal("succeeded", (string?)ended["state"]);
        Assert.Empty(ended["waitingFor"]!.AsArray());
        Assert.False(ended.ContainsKey("nextScheduleTime"));
    }

    [Fact]
    public async Task OpenPrerequisitesOfTheSameAndOfAnotherRequestAreTold()
    {
        await using TestApp app = await TestApp.StartAsync();
        await app.EnqueueAsync("""{ "id": "stored", "worker": "scripted", "input": { "attempts": [ { "result": "failure", "runFor": "PT8M" } ] } }""");
        JsonObject answer = await app.EnqueueAsync("""
            { "work": [ { "key": "a", "worker": "delay", "input": { "for": "PT5M" } }, { "key": "b", "id": "last", "worker": "delay", "input": { "for": "PT0S" }, "after": [ "a", "stored" ] } ] }
            """);
        await app.IdleAsync();
        JsonObject blocked = await ExplainAsync(app, "last");
        Assert.Equal(("prerequisite", "prerequisites", "2030-01-01T00:00:00Z", null), Only(blocked));
        Assert.Equal([(string)answer["work"]![0]!["id"]!, "stored"], Ids(blocked));
        await app.AdvanceAsync("PT5M");
        Assert.Equal(["stored"], Ids(await ExplainAsync(app, "last")));
        await app.AdvanceAsync("PT5M");
        JsonObject failed = await ExplainAsync(app, "last");
        Assert.Equal(("failed", "prerequisiteFailed"), ((string?)failed["state"], Only(failed).Name));
        Assert.Equal(["stored"], Ids(failed));
    }

    [Fact]
    public async Task AnUnknownWorkIsNotFound()
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage response = await app.Client.GetAsync(new Uri("/api/work/nobody/explain", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<JsonObject> ExplainAsync(TestApp app, string id) => await app.JsonAsync((string)(await app.GetAsync(id))["links"]!["explain"]!);

    private static IEnumerable<string?> Ids(JsonObject told) => Assert.Single(told["waitingFor"]!.AsArray())!["ids"]!.AsArray().Select(id => (string?)id);

    private static (string? Kind, string? Name, string? Since, string? Until) Only(JsonObject told)
    {
        JsonNode wait = Assert.Single(told["waitingFor"]!.AsArray())!;
        return ((string?)wait["kind"], (string?)wait["name"], (string?)wait["since"], (string?)wait["until"]);
    }
}
