using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.LongRunning;

public sealed class HeartbeatTests
{
    [Fact]
    public async Task ALongRunningRunThatIsSilentForTooLongIsLost()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await EnqueueAsync(app, """{ "runFor": "PT5M" }, { "runFor": "PT5M", "heartbeatEvery": "PT50S" }""");
        await app.AdvanceAsync("PT59S");
        Assert.Equal("running", (string?)(await app.GetAsync(id))["state"]);
        await app.AdvanceAsync("PT1S");
        JsonObject lost = await app.GetAsync(id);
        Assert.Equal(("enqueued", "unknown", 1), ((string?)lost["state"], (string?)lost["stopReason"], (int)lost["runAttemptCount"]!));
        JsonNode attempt = Assert.Single(await app.AttemptsAsync(id))!;
        Assert.Equal(("stopped", "unknown", "silent"), ((string?)attempt["result"], (string?)attempt["stopReason"], (string?)attempt["error"]!["type"]));
        await app.AdvanceAsync("PT10M");
        Assert.Equal("succeeded", (string?)(await app.GetAsync(id))["state"]);
    }

    [Theory]
    [InlineData(""" "heartbeatEvery": "PT50S" """)]
    [InlineData(""" "progress": [ { "at": "PT55S", "data": { "n": 1 } }, { "at": "PT110S", "data": { "n": 2 } }, { "at": "PT165S", "data": { "n": 3 } } ], "runFor": "PT200S" """)]
    public async Task AHeartbeatOrProgressKeepsItAlive(string script)
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await EnqueueAsync(app, script.Contains("runFor", StringComparison.Ordinal) ? $$"""{ {{script}} }""" : $$"""{ {{script}}, "runFor": "PT3H" }""");
        await app.AdvanceAsync("PT2M");
        Assert.Equal("running", (string?)(await app.GetAsync(id))["state"]);
        await app.AdvanceAsync("PT4H");
        JsonObject done = await app.GetAsync(id);
        Assert.Equal(("succeeded", 1, true), ((string?)done["state"], (int)done["runAttemptCount"]!, (bool)done["longRunning"]!));
    }

    [Fact]
    public async Task WorkThatIsNotLongRunningNeedsNoHeartbeatAndIsStoppedByItsTimeout()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "maxAttempts": 1, "input": { "attempts": [ { "runFor": "PT20M" }, { "runFor": "PT9M" } ] } }""");
        await app.AdvanceAsync("PT9M");
        Assert.Equal("running", (string?)(await app.GetAsync(id))["state"]);
        await app.AdvanceAsync("PT1M");
        JsonNode stopped = Assert.Single(await app.AttemptsAsync(id))!;
        Assert.Equal(("stopped", "timeout"), ((string?)stopped["result"], (string?)stopped["stopReason"]));

        // A stop counts as an attempt, and not towards maxAttempts.
        await app.AdvanceAsync("PT20M");
        JsonObject done = await app.GetAsync(id);
        Assert.Equal(("succeeded", 2), ((string?)done["state"], (int)done["runAttemptCount"]!));
    }

    [Fact]
    public async Task TheDelayWorkerMayTakeAsLongAsItIsTold()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "delay", "longRunning": true, "input": { "for": "PT5H" } }""");
        await app.AdvanceAsync("PT5H");
        Assert.Equal("succeeded", (string?)(await app.GetAsync(id))["state"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AForegroundStatusIsShownWhileTheRunLasts(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        string id = await EnqueueAsync(app, """{ "runFor": "PT1M", "heartbeatEvery": "PT30S", "foreground": { "title": "Copying" }, "result": "continue", "checkpoint": {} }, { "runFor": "PT1M", "heartbeatEvery": "PT30S", "result": "retry" }, { "runFor": "PT1M" }""");
        await app.AdvanceAsync("PT30S");
        Assert.Equal("Copying", (string?)(await app.GetAsync(id))["foreground"]!["title"]);
        await app.AdvanceAsync("PT1M");
        Assert.Equal("Copying", (string?)(await app.GetAsync(id))["foreground"]!["title"]);
        await app.AdvanceAsync("PT30S");
        JsonObject retried = await app.GetAsync(id);
        Assert.Equal("enqueued", (string?)retried["state"]);
        Assert.False(retried.ContainsKey("foreground"));
    }

    private static Task<string> EnqueueAsync(TestApp app, string attempts) =>
        app.EnqueueOneAsync($$"""{ "worker": "scripted", "longRunning": true, "backoff": { "policy": "linear", "delay": "PT2M" }, "input": { "attempts": [ {{attempts}} ] } }""");
}
