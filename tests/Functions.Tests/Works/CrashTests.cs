using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Works;

public sealed class CrashTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARunThatACrashCutShortIsCountedAsLostAndTriedAgain(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        JsonObject answer = await app.EnqueueAsync("""
            { "work": [
              { "key": "a", "worker": "scripted" },
              { "key": "b", "worker": "scripted", "after": [ "a" ], "backoff": { "policy": "linear", "delay": "PT1S" },
                "input": { "attempts": [ { "result": "success", "runFor": "PT5M" }, { "result": "success" } ] } },
              { "key": "c", "worker": "scripted", "after": [ "b" ] } ] }
            """);
        await app.IdleAsync();
        Assert.Equal(["succeeded", "running", "blocked"], await ChainTests.StatesAsync(app, answer));
        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("PT1M");
        Assert.Equal(["succeeded", "succeeded", "succeeded"], await ChainTests.StatesAsync(app, answer));
        JsonArray attempts = await app.AttemptsAsync(ChainTests.IdOf(answer, 1));
        Assert.Equal(["stopped", "success"], attempts.Select(attempt => (string?)attempt!["result"]));
        Assert.Equal("unknown", (string?)attempts[0]!["stopReason"]);
        Assert.Single(await app.AttemptsAsync(ChainTests.IdOf(answer, 0)));
    }

    [Fact]
    public async Task WhatWasAcknowledgedIsThereAfterACrash()
    {
        await using TestApp app = await TestApp.StartAsync();
        string delayed = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "PT1H" }""");
        JsonObject cancelled = await app.EnqueueAsync("""{ "work": [ { "key": "a", "worker": "scripted", "initialDelay": "PT1H" }, { "worker": "scripted", "after": [ "a" ] } ] }""");
        (await app.PostAsync($"/api/work/{ChainTests.IdOf(cancelled, 0)}/cancel")).Dispose();
        await app.CrashAndRestartAsync();
        Assert.Equal("enqueued", (string?)(await app.GetAsync(delayed))["state"]);
        Assert.Equal(["cancelled", "cancelled"], await ChainTests.StatesAsync(app, cancelled));
        await app.AdvanceAsync("PT1H");
        Assert.Equal("succeeded", (string?)(await app.GetAsync(delayed))["state"]);
    }
}
