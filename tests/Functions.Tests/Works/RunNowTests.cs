using System.Net;
using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Works;

public sealed class RunNowTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheInitialDelayIsSkippedAndTheBackoffToo(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        string id = await app.EnqueueOneAsync("""
            { "worker": "scripted", "initialDelay": "PT1H", "backoff": { "policy": "linear", "delay": "PT1H" },
              "input": { "attempts": [ { "result": "retry" }, { "result": "success" } ] } }
            """);
        await app.IdleAsync();

        Assert.Equal(id, (string?)(await RunNowAsync(app, id, HttpStatusCode.OK))["id"]);
        await app.IdleAsync();
        JsonObject retried = await app.GetAsync(id);
        Assert.Equal("enqueued", (string?)retried["state"]);
        Assert.Equal("2030-01-01T01:00:00Z", (string?)retried["nextScheduleTime"]);

        await RunNowAsync(app, id, HttpStatusCode.OK);
        await app.IdleAsync();
        JsonObject done = await app.GetAsync(id);
        Assert.Equal("succeeded", (string?)done["state"]);
        Assert.Equal(2, (int)done["runAttemptCount"]!);
        Assert.Equal("2030-01-01T00:00:00Z", (string?)done["finishedAt"]);
        await app.AdvanceAsync("PT3H");
        Assert.Equal(2, (int)(await app.GetAsync(id))["runAttemptCount"]!);
    }

    [Fact]
    public async Task AWorkOfAChainRunsNowAndNoOther()
    {
        await using TestApp app = await TestApp.StartAsync();
        JsonObject chain = await app.EnqueueAsync("""
            { "work": [ { "key": "a", "worker": "scripted", "initialDelay": "PT1H" }, { "worker": "scripted", "initialDelay": "PT1H" },
                        { "worker": "scripted", "after": [ "a" ], "initialDelay": "PT1H" } ] }
            """);
        await app.IdleAsync();
        await RunNowAsync(app, ChainTests.IdOf(chain, 0), HttpStatusCode.OK);
        await app.IdleAsync();
        Assert.Equal(["succeeded", "enqueued", "enqueued"], await ChainTests.StatesAsync(app, chain));
        Assert.Equal("2030-01-01T01:00:00Z", (string?)(await app.GetAsync(ChainTests.IdOf(chain, 2)))["nextScheduleTime"]);
    }

    [Fact]
    public async Task WhatDoesNotWaitForTimeIsAConflict()
    {
        await using TestApp app = await TestApp.StartAsync();
        JsonObject chain = await app.EnqueueAsync("""
            { "work": [ { "key": "a", "worker": "scripted", "input": { "attempts": [ { "result": "success", "runFor": "PT1H" } ] } }, { "worker": "scripted", "after": [ "a" ] },
                        { "worker": "scripted" } ] }
            """);
        await app.IdleAsync();
        Assert.Equal(["running", "blocked", "succeeded"], await ChainTests.StatesAsync(app, chain));
        for (int index = 0; index < 3; index++)
        {
            await RunNowAsync(app, ChainTests.IdOf(chain, index), HttpStatusCode.Conflict);
        }

        await RunNowAsync(app, "nobody", HttpStatusCode.NotFound);
    }

    private static async Task<JsonObject> RunNowAsync(TestApp app, string id, HttpStatusCode status)
    {
        using HttpResponseMessage response = await app.PostAsync($"/api/work/{id}/run-now");
        Assert.Equal(status, response.StatusCode);
        return await TestApp.BodyAsync(response);
    }
}
