using System.Net;
using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Works;

public sealed class UpdateTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ALongerDelayCountsFromTheEnqueue(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "PT10M" }""");
        await app.AdvanceAsync("PT5M");

        JsonObject answer = await UpdateAsync(app, id, """{ "worker": "scripted", "initialDelay": "PT20M" }""");
        Assert.Equal("appliedImmediately", (string?)answer["result"]);
        Assert.Equal("2030-01-01T00:20:00Z", (string?)answer["work"]!["nextScheduleTime"]);
        Assert.Equal(1, (int)answer["work"]!["generation"]!);
        await app.AdvanceAsync("PT14M59S");
        Assert.Equal("enqueued", (string?)(await app.GetAsync(id))["state"]);
        await app.AdvanceAsync("PT1S");
        JsonObject done = await app.GetAsync(id);
        Assert.Equal(("succeeded", "2030-01-01T00:20:00Z", 1), ((string?)done["state"], (string?)done["startedAt"], (int)done["runAttemptCount"]!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARunGoesOnByTheOldRequestAndTheNextOneGoesByTheNew(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        string id = await app.EnqueueOneAsync("""
            { "worker": "scripted", "tags": [ "old" ], "backoff": { "policy": "linear", "delay": "PT10S" }, "maxAttempts": 5,
              "input": { "attempts": [ { "result": "retry", "runFor": "PT1M" } ] } }
            """);
        await app.IdleAsync();
        JsonObject answer = await UpdateAsync(app, id, """
            { "worker": "scripted", "tags": [ "new" ], "backoff": { "policy": "linear", "delay": "PT1H" }, "input": { "attempts": [ { "result": "success", "output": { "by": "new" } } ] } }
            """);
        Assert.Equal(("appliedForNextRun", "running"), ((string?)answer["result"], (string?)answer["work"]!["state"]));
        await app.AdvanceAsync("PT1M");
        JsonObject retried = await app.GetAsync(id);
        Assert.Equal(("enqueued", "2030-01-01T01:01:00Z"), ((string?)retried["state"], (string?)retried["nextScheduleTime"]));
        Assert.Equal(["new", "scripted"], retried["tags"]!.AsArray().Select(tag => (string?)tag));
        await app.AdvanceAsync("PT1H");
        JsonObject done = await app.GetAsync(id);
        Assert.Equal(("succeeded", "new"), ((string?)done["state"], (string?)done["output"]!["by"]));
        Assert.Empty((await app.JsonAsync("/api/work?tag=old"))["work"]!.AsArray());
    }

    [Fact]
    public async Task AnUpdateSurvivesACrash()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "PT10M" }""");
        await UpdateAsync(app, id, """{ "worker": "scripted", "initialDelay": "PT20M", "tags": [ "kept" ] }""");
        await app.CrashAndRestartAsync();
        JsonObject found = await app.GetAsync(id);
        Assert.Equal((1, "2030-01-01T00:20:00Z", "kept"), ((int)found["generation"]!, (string?)found["nextScheduleTime"], (string?)found["tags"]![0]));
    }

    [Fact]
    public async Task ABlockedWorkKeepsItsPlaceInTheChain()
    {
        await using TestApp app = await TestApp.StartAsync();
        JsonObject chain = await app.EnqueueAsync("""
            { "work": [ { "key": "a", "worker": "scripted", "initialDelay": "PT1H", "input": { "attempts": [ { "result": "success", "output": { "n": 1 } } ] } },
                        { "key": "b", "worker": "scripted", "after": [ "a" ] }, { "worker": "scripted", "after": [ "b" ] } ] }
            """);
        string id = ChainTests.IdOf(chain, 1);
        JsonObject answer = await UpdateAsync(app, id, """{ "worker": "scripted", "initialDelay": "PT5M" }""");
        Assert.Equal(("appliedImmediately", "blocked"), ((string?)answer["result"], (string?)answer["work"]!["state"]));
        Assert.Equal(ChainTests.IdOf(chain, 0), (string?)answer["work"]!["after"]![0]);
        await app.AdvanceAsync("PT1H");
        Assert.Equal("2030-01-01T01:05:00Z", (string?)(await app.GetAsync(id))["nextScheduleTime"]);
        await app.AdvanceAsync("PT5M");
        Assert.Equal(["succeeded", "succeeded", "succeeded"], await ChainTests.StatesAsync(app, chain));
    }

    [Fact]
    public async Task AWaitingWorkLeavesTheLineOfItsOldKeyAndARunningOneLeavesItsPlaceWithTheRun()
    {
        const string FiveMinutes = """{ "attempts": [ { "result": "success", "runFor": "PT5M" } ] }""";
        await using TestApp app = await TestApp.StartAsync();
        string running = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "concurrencyKey": "a", "maxConcurrency": 1, "input": {{FiveMinutes}} }""");
        await app.IdleAsync();
        string first = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "concurrencyKey": "a", "maxConcurrency": 1, "input": {{FiveMinutes}} }""");
        string second = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "concurrencyKey": "a", "maxConcurrency": 1, "input": {{FiveMinutes}} }""");
        await app.IdleAsync();
        Assert.Equal("enqueued", (string?)(await app.GetAsync(first))["state"]);

        Assert.Equal("appliedImmediately", (string?)(await UpdateAsync(app, first, $$"""{ "worker": "scripted", "concurrencyKey": "b", "maxConcurrency": 1, "input": {{FiveMinutes}} }"""))["result"]);
        Assert.Equal("appliedForNextRun", (string?)(await UpdateAsync(app, running, """{ "worker": "scripted", "concurrencyKey": "c", "maxConcurrency": 1 }"""))["result"]);
        await app.IdleAsync();
        Assert.Equal(["running", "running", "enqueued"], await StatesAsync(app, running, first, second));
        await app.AdvanceAsync("PT5M");
        Assert.Equal(["succeeded", "succeeded", "running"], await StatesAsync(app, running, first, second));
    }

    [Fact]
    public async Task FinishedWorkIsLeftAloneAndUnknownWorkIsNotFound()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted" }""");
        await app.IdleAsync();
        JsonObject answer = await UpdateAsync(app, id, """{ "worker": "scripted", "tags": [ "late" ] }""");
        Assert.Equal(("notApplied", 0), ((string?)answer["result"], (int)answer["work"]!["generation"]!));
        Assert.Equal(["scripted"], answer["work"]!["tags"]!.AsArray().Select(tag => (string?)tag));
        await UpdateAsync(app, "nobody", """{ "worker": "scripted" }""", status: HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task AStaleETagIsRefusedAndTheNewOneIsNot()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "PT1H" }""");
        using HttpResponseMessage read = await app.Client.GetAsync(new Uri($"/api/work/{id}", UriKind.Relative));
        string seen = read.Headers.ETag!.ToString();
        using HttpResponseMessage first = await app.PutAsync($"/api/work/{id}", """{ "worker": "scripted", "initialDelay": "PT2H" }""", seen);
        Assert.Equal((HttpStatusCode.OK, "\"0\"", "\"1\""), (first.StatusCode, seen, first.Headers.ETag!.ToString()));
        await UpdateAsync(app, id, """{ "worker": "scripted" }""", seen, HttpStatusCode.PreconditionFailed);
        await UpdateAsync(app, id, """{ "worker": "scripted" }""", "W/\"1\"", HttpStatusCode.PreconditionFailed);
        await UpdateAsync(app, id, """{ "worker": "scripted" }""", "1", HttpStatusCode.BadRequest);
        await UpdateAsync(app, id, """{ "worker": "scripted", "initialDelay": "PT3H" }""", "\"7\", \"1\"");
        await UpdateAsync(app, id, """{ "worker": "scripted", "initialDelay": "PT4H" }""", "*");
        Assert.Equal((3, "2030-01-01T04:00:00Z"), ((int)(await app.GetAsync(id))["generation"]!, (string?)(await app.GetAsync(id))["nextScheduleTime"]));
    }

    [Fact]
    public async Task ConcurrentUpdatesAreTakenOneAfterTheOther()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "P1D" }""");
        JsonObject[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => UpdateAsync(app, id, $$"""{ "worker": "scripted", "initialDelay": "P1D", "tags": [ "n{{n}}" ] }""")));
        Assert.All(answers, answer => Assert.Equal("appliedImmediately", (string?)answer["result"]));
        Assert.Equal(8, (int)(await app.GetAsync(id))["generation"]!);

        HttpResponseMessage[] conditional = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => app.PutAsync($"/api/work/{id}", """{ "worker": "scripted", "initialDelay": "P2D" }""", "\"8\"")));
        Assert.Equal(1, conditional.Count(response => response.StatusCode == HttpStatusCode.OK));
        Assert.Equal(7, conditional.Count(response => response.StatusCode == HttpStatusCode.PreconditionFailed));
        Assert.Equal(9, (int)(await app.GetAsync(id))["generation"]!);
    }

    [Theory]
    [InlineData("""{ "worker": "scripted", "after": [] }""", HttpStatusCode.UnprocessableEntity, "after")]
    [InlineData("""{ "worker": "scripted", "key": "k" }""", HttpStatusCode.BadRequest, "key")]
    [InlineData("""{ "worker": "scripted", "id": "other" }""", HttpStatusCode.BadRequest, "id")]
    [InlineData("""{ "work": [ { "worker": "scripted" } ] }""", HttpStatusCode.BadRequest, "work")]
    [InlineData("""{ "worker": "nobody" }""", HttpStatusCode.UnprocessableEntity, "worker")]
    public async Task AFaultyRequestChangesNothing(string body, HttpStatusCode status, string field)
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "PT1H" }""");
        JsonObject problem = await UpdateAsync(app, id, body, status: status);
        Assert.True(problem["errors"]!.AsObject().ContainsKey(field));
        Assert.Equal(0, (int)(await app.GetAsync(id))["generation"]!);
    }

    private static async Task<IEnumerable<string?>> StatesAsync(TestApp app, params string[] ids) => (await Task.WhenAll(ids.Select(app.GetAsync))).Select(work => (string?)work["state"]);

    private static async Task<JsonObject> UpdateAsync(TestApp app, string id, string body, string? ifMatch = null, HttpStatusCode status = HttpStatusCode.OK)
    {
        using HttpResponseMessage response = await app.PutAsync($"/api/work/{id}", body, ifMatch);
        Assert.Equal(status, response.StatusCode);
        return await TestApp.BodyAsync(response);
    }
}
