using System.Net;
using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Works;

public sealed class RerunTests
{
    private const string FailsOnce = """{ "attempts": [ { "result": "failure" } ] }""";

    [Fact]
    public async Task AFinishedWorkRunsAgainUnderAFreshId()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "tags": [ "t" ], "input": { "attempts": [ { "result": "success", "output": { "n": 1 } } ] } }""");
        await app.IdleAsync();
        JsonObject answer = await RerunAsync(app, id, "");
        string again = ChainTests.IdOf(answer, 0);
        Assert.NotEqual(id, again);
        await app.IdleAsync();
        JsonObject work = await app.GetAsync(again);
        Assert.Equal(("succeeded", 1, "t"), ((string?)work["state"], (int)work["output"]!["n"]!, (string?)work["tags"]![0]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithDependentsTheFailedPartOfAChainRunsAgainOnTheStoredOutputs(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        JsonObject chain = await app.EnqueueAsync($$"""
            { "work": [ { "key": "a", "worker": "scripted", "input": { "attempts": [ { "result": "success", "output": { "from": "a" } } ] } },
                        { "key": "b", "worker": "scripted", "after": [ "a" ], "input": {{FailsOnce}} }, { "key": "c", "worker": "scripted", "after": [ "b" ] } ] }
            """);
        await app.IdleAsync();
        string beyond = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "after": [ "{{ChainTests.IdOf(chain, 2)}}" ] }""");
        await app.IdleAsync();
        Assert.Equal(["succeeded", "failed", "failed"], await ChainTests.StatesAsync(app, chain));
        Assert.Equal("failed", (string?)(await app.GetAsync(beyond))["state"]);

        await RerunAsync(app, ChainTests.IdOf(chain, 2), "{}", HttpStatusCode.Conflict);
        JsonObject again = await RerunAsync(app, ChainTests.IdOf(chain, 1), """{ "dependents": true }""");
        Assert.Equal(3, again["work"]!.AsArray().Count);
        Assert.Equal([ChainTests.IdOf(chain, 0)], again["work"]![0]!["after"]!.AsArray().Select(after => (string?)after));
        Assert.Equal([ChainTests.IdOf(again, 0)], again["work"]![1]!["after"]!.AsArray().Select(after => (string?)after));
        Assert.Equal([ChainTests.IdOf(again, 1)], again["work"]![2]!["after"]!.AsArray().Select(after => (string?)after));
    }

    [Fact]
    public async Task ACancelledScheduleGoesOnFromNow()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "cron": { "expression": "0 3 * * *", "misfire": "all" } }""");
        (await app.PostAsync($"/api/work/{id}/cancel", "")).EnsureSuccessStatusCode().Dispose();
        await app.AdvanceAsync("PT12H");
        string again = ChainTests.IdOf(await RerunAsync(app, id, ""), 0);
        await app.IdleAsync();
        Assert.Equal("2030-01-02T03:00:00Z", (string?)(await app.GetAsync(again))["nextScheduleTime"]);
    }

    [Fact]
    public async Task TheSameKeyRunsItAgainOnce()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted" }""");
        await app.IdleAsync();
        string first = ChainTests.IdOf(await RerunAsync(app, id, "", key: "k"), 0);
        Assert.Equal(first, ChainTests.IdOf(await RerunAsync(app, id, "", key: "k"), 0));
        await RerunAsync(app, id, """{ "dependents": true }""", HttpStatusCode.Conflict, "k");
    }

    [Fact]
    public async Task WhatHasNotFinishedIsAConflictAndWhatIsUnknownIsNotFound()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "PT1H" }""");
        await RerunAsync(app, id, "", HttpStatusCode.Conflict);
        await RerunAsync(app, "nobody", "", HttpStatusCode.NotFound);
        await RerunAsync(app, id, """{ "dependents": 1 }""", HttpStatusCode.BadRequest);
    }

    private static async Task<JsonObject> RerunAsync(TestApp app, string id, string body, HttpStatusCode status = HttpStatusCode.Accepted, string? key = null)
    {
        using HttpResponseMessage response = await app.PostAsync($"/api/work/{id}/rerun", body, key);
        Assert.Equal(status, response.StatusCode);
        JsonObject answer = await TestApp.BodyAsync(response);
        if (status == HttpStatusCode.Accepted)
        {
            Assert.Equal($"/api/work/{ChainTests.IdOf(answer, 0)}", response.Headers.Location!.ToString());
        }

        return answer;
    }
}
