using System.Net;
using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Works;

public sealed class OneTimeWorkTests
{
    private const string Succeeds = """{ "worker": "scripted", "input": { "attempts": [ { "result": "success", "output": { "n": 1 } } ] } }""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WorkRunsAndItsOutputIsShown(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        string id = await app.EnqueueOneAsync(Succeeds);
        await app.IdleAsync();
        JsonObject work = await app.GetAsync(id);
        Assert.Equal("succeeded", (string?)work["state"]);
        Assert.Equal(1, (int)work["output"]!["n"]!);
        Assert.Equal(1, (int)work["runAttemptCount"]!);
        Assert.Equal("notStopped", (string?)work["stopReason"]);
        Assert.Equal("scripted", (string?)work["tags"]![0]);
        Assert.Equal($"/api/work/{id}", (string?)work["links"]!["self"]);
    }

    [Fact]
    public async Task AnInitialDelayHoldsTheFirstRunOnly()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""
            { "worker": "scripted", "initialDelay": "PT1H", "backoff": { "policy": "linear", "delay": "PT10S" },
              "input": { "attempts": [ { "result": "retry" }, { "result": "success" } ] } }
            """);
        JsonObject waiting = await app.GetAsync(id);
        Assert.Equal("enqueued", (string?)waiting["state"]);
        Assert.Equal("2030-01-01T01:00:00Z", (string?)waiting["nextScheduleTime"]);
        await app.AdvanceAsync("PT59M59S");
        Assert.Equal(0, (int)(await app.GetAsync(id))["runAttemptCount"]!);
        await app.AdvanceAsync("PT1S");
        JsonObject retried = await app.GetAsync(id);
        Assert.Equal("2030-01-01T01:00:10Z", (string?)retried["nextScheduleTime"]);
        await app.AdvanceAsync("PT10S");
        Assert.Equal("succeeded", (string?)(await app.GetAsync(id))["state"]);
    }

    [Theory]
    [InlineData("exponential", new[] { 30, 60, 120, 240 })]
    [InlineData("linear", new[] { 30, 60, 90, 120 })]
    public async Task BackoffGrowsByItsPolicy(string policy, int[] seconds)
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync($$"""
            { "worker": "scripted", "backoff": { "policy": "{{policy}}", "delay": "PT30S" }, "input": { "attempts": [ { "result": "retry" } ] } }
            """);
        await app.IdleAsync();
        foreach (int delay in seconds)
        {
            JsonObject before = await app.GetAsync(id);
            await app.AdvanceAsync($"PT{delay - 1}S");
            Assert.Equal((int)before["runAttemptCount"]!, (int)(await app.GetAsync(id))["runAttemptCount"]!);
            await app.AdvanceAsync("PT1S");
            Assert.Equal((int)before["runAttemptCount"]! + 1, (int)(await app.GetAsync(id))["runAttemptCount"]!);
        }
    }

    [Fact]
    public async Task AttemptsThatAreUsedUpFailTheWorkAndKeepTheLastError()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""
            { "worker": "scripted", "maxAttempts": 2, "backoff": { "policy": "linear", "delay": "PT1S" }, "input": { "attempts": [ { "throw": "no luck" } ] } }
            """);
        await app.AdvanceAsync("PT1M");
        JsonObject work = await app.GetAsync(id);
        Assert.Equal("failed", (string?)work["state"]);
        Assert.Equal("attemptsExhausted", (string?)work["error"]!["type"]);
        Assert.Contains("no luck", (string?)work["error"]!["message"], StringComparison.Ordinal);
        JsonArray attempts = await app.AttemptsAsync(id);
        Assert.Equal(["retry", "retry"], attempts.Select(attempt => (string?)attempt!["result"]));
    }

    [Fact]
    public async Task AnExceptionFailsTheWorkInProfileAndroid()
    {
        await using TestApp app = await TestApp.StartAsync(more: ("Work:Profile", "Android"));
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "input": { "attempts": [ { "throw": "no luck" } ] } }""");
        await app.IdleAsync();
        Assert.Equal("failed", (string?)(await app.GetAsync(id))["state"]);
    }

    [Fact]
    public async Task ARunThatTakesTooLongIsStoppedAndTriedAgain()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""
            { "worker": "scripted", "timeout": "PT1M", "backoff": { "policy": "linear", "delay": "PT1S" },
              "input": { "attempts": [ { "result": "success", "runFor": "PT5M" }, { "result": "success", "runFor": "PT10S" } ] } }
            """);
        await app.AdvanceAsync("PT30S");
        Assert.Equal("running", (string?)(await app.GetAsync(id))["state"]);
        await app.AdvanceAsync("PT2M");
        Assert.Equal("succeeded", (string?)(await app.GetAsync(id))["state"]);
        JsonArray attempts = await app.AttemptsAsync(id);
        Assert.Equal("timeout", (string?)attempts[0]!["stopReason"]);
        Assert.Equal("stopped", (string?)attempts[0]!["result"]);
    }

    [Fact]
    public async Task ProgressIsShownWhileItRunsAndWipedByTheResult()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""
            { "worker": "scripted", "input": { "attempts": [ { "result": "success", "runFor": "PT5M", "progress": [ { "at": "PT1M", "data": { "percent": 20 } } ] } ] } }
            """);
        await app.AdvanceAsync("PT2M");
        Assert.Equal(20, (int)(await app.GetAsync(id))["progress"]!["percent"]!);
        await app.AdvanceAsync("PT4M");
        JsonObject done = await app.GetAsync(id);
        Assert.Equal("succeeded", (string?)done["state"]);
        Assert.Empty(done["progress"]!.AsObject());
    }

    [Fact]
    public async Task TheSameKeyGivesTheFirstAnswerAgainAndRunsOnce()
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage first = await app.PostAsync("/api/work", Succeeds, "key-1");
        await app.IdleAsync();
        using HttpResponseMessage second = await app.PostAsync("/api/work", Succeeds, "key-1");
        Assert.Equal("true", second.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        using HttpResponseMessage other = await app.PostAsync("/api/work", """{ "worker": "scripted" }""", "key-1");
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        await app.AdvanceAsync("P1D");
        using HttpResponseMessage forgotten = await app.PostAsync("/api/work", """{ "worker": "scripted" }""", "key-1");
        Assert.Equal(HttpStatusCode.Accepted, forgotten.StatusCode);
    }

    [Fact]
    public async Task AChosenIdIsEnqueuedOnce()
    {
        await using TestApp app = await TestApp.StartAsync();
        string json = """{ "id": "nightly.1", "worker": "scripted", "initialDelay": "PT1H" }""";
        Assert.Equal("enqueued", (string?)(await app.EnqueueAsync(json))["operation"]);
        Assert.Equal("kept", (string?)(await app.EnqueueAsync(json))["operation"]);
        await app.AdvanceAsync("PT2H");
        Assert.Equal(1, (int)(await app.GetAsync("nightly.1"))["runAttemptCount"]!);
        Assert.Equal("kept", (string?)(await app.EnqueueAsync(json))["operation"]);
    }

    [Fact]
    public async Task AListIsNewestFirstAndPaged()
    {
        await using TestApp app = await TestApp.StartAsync();
        var expected = new List<string>();
        for (int i = 0; i < 7; i++)
        {
            string id = i % 3 == 0 ? $$""" "id": "mine-{{i}}", """ : "";
            expected.Insert(0, await app.EnqueueOneAsync($$"""{ {{id}} "worker": "scripted", "tags": [ "{{(i % 2 == 0 ? "even" : "odd")}}" ] }"""));
            await app.AdvanceAsync("PT1S");
        }

        var seen = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            JsonObject page = await app.JsonAsync($"/api/work?limit=3{cursor}");
            seen.AddRange(page["work"]!.AsArray().Select(work => (string)work!["id"]!));
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : null;
        }

        Assert.Equal(expected, seen);
        JsonObject odd = await app.JsonAsync("/api/work?tag=odd&state=succeeded");
        Assert.Equal(3, odd["work"]!.AsArray().Count);
        Assert.Empty((await app.JsonAsync("/api/work?tag=odd&state=failed"))["work"]!.AsArray());
    }
}
