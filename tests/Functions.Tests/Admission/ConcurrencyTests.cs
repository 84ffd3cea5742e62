using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Admission;

public sealed class ConcurrencyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WorkOfAKeyRunsOneAfterTheOtherByPriorityThenByDueTime(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        await EnqueueAsync(app, "first", "");
        await app.IdleAsync();
        await EnqueueAsync(app, "low", """, "priority": -100 """);
        await EnqueueAsync(app, "delayed", """, "initialDelay": "PT30S" """);
        await EnqueueAsync(app, "normal", "");
        await EnqueueAsync(app, "high", """, "priority": 100, "initialDelay": "PT40S" """);
        await EnqueueAsync(app, "late", """, "priority": 100, "initialDelay": "PT10M" """);
        await app.IdleAsync();
        JsonObject waiting = await app.JsonAsync("/api/work/normal/explain");
        Assert.Equal("enqueued", (string?)waiting["state"]);
        JsonNode wait = Assert.Single(waiting["waitingFor"]!.AsArray())!;
        Assert.Equal(("concurrency", "printer", "2030-01-01T00:00:00Z"), ((string?)wait["kind"], (string?)wait["name"], (string?)wait["since"]));

        await app.AdvanceAsync("PT20M");
        string[] ids = ["first", "high", "normal", "delayed", "low", "late"];
        Assert.Equal(ids, await Running.OrderAsync(app, ids));
        Assert.Equal(1, await Running.MostAtOnceAsync(app, ids));
        Assert.Empty((await app.JsonAsync("/api/work/normal/explain"))["waitingFor"]!.AsArray());
    }

    [Fact]
    public async Task DelayedBlockedAndBackingOffWorkTakesNoPlace()
    {
        await using TestApp app = await TestApp.StartAsync();
        await app.EnqueueAsync("""{ "id": "retried", "worker": "scripted", "concurrencyKey": "printer", "backoff": { "policy": "linear", "delay": "PT1H" }, "input": { "attempts": [ { "result": "retry" }, {} ] } }""");
        await app.EnqueueAsync("""{ "work": [ { "key": "a", "worker": "delay", "input": { "for": "PT1H" } }, { "id": "blocked", "worker": "scripted", "after": [ "a" ], "concurrencyKey": "printer" } ] }""");
        await EnqueueAsync(app, "delayed", """, "initialDelay": "PT1H" """);
        await EnqueueAsync(app, "normal", "");
        await app.IdleAsync();
        Assert.Equal("running", (string?)(await app.GetAsync("normal"))["state"]);
        Assert.Equal("enqueued", (string?)(await app.GetAsync("retried"))["state"]);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("crash")]
    public async Task ThePlaceOfARunThatDoesNotEndByItselfIsGivenToTheNext(string end)
    {
        await using TestApp app = await TestApp.StartAsync();
        await app.EnqueueAsync("""{ "id": "first", "worker": "scripted", "concurrencyKey": "printer", "maxAttempts": 1, "input": { "attempts": [ { "runFor": "PT5M" } ] } }""");
        await app.IdleAsync();
        await EnqueueAsync(app, "cancelled", "");
        await EnqueueAsync(app, "second", "");
        await app.IdleAsync();
        (await app.PostAsync("/api/work/cancelled/cancel")).Dispose();
        if (end == "crash")
        {
            await app.CrashAndRestartAsync();
        }
        else
        {
            (await app.PostAsync("/api/work/first/cancel")).Dispose();
        }

        await app.IdleAsync();
        Assert.Equal("running", (string?)(await app.GetAsync("second"))["state"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NeverMoreThanTheMaximumRunThroughManyEnqueuesAndACrash(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        string[] ids = [.. Enumerable.Range(0, 200).Select(i => $"work-{i}")];
        await Task.WhenAll(ids.Select((id, i) => app.EnqueueAsync(
            $$"""{ "id": "{{id}}", "worker": "scripted", "concurrencyKey": "shared", "maxConcurrency": 7, "priority": {{i % 3}}, "backoff": { "policy": "linear", "delay": "PT1S" }, "input": { "attempts": [ { "runFor": "PT{{(i % 5) + 1}}M" } ] } }""")));
        await app.IdleAsync();
        Assert.Equal(7, await Running.NowAsync(app));
        await app.AdvanceAsync("PT20M");
        Assert.Equal(7, await Running.NowAsync(app));
        await app.CrashAndRestartAsync();
        await app.IdleAsync();
        Assert.InRange(await Running.NowAsync(app), 0, 7);
        await app.AdvanceAsync("PT30M");
        Assert.Equal(7, await Running.NowAsync(app));
        await app.AdvanceAsync("PT2H");
        foreach (string id in ids)
        {
            Assert.Equal("succeeded", (string?)(await app.GetAsync(id))["state"]);
        }

        Assert.Equal(7, await Running.MostAtOnceAsync(app, ids));
    }

    [Theory]
    [InlineData(""" "priority": 101 """, "priority")]
    [InlineData(""" "priority": "high" """, "priority")]
    [InlineData(""" "concurrencyKey": "" """, "concurrencyKey")]
    [InlineData(""" "maxConcurrency": 2 """, "maxConcurrency")]
    [InlineData(""" "concurrencyKey": "k", "maxConcurrency": 0 """, "maxConcurrency")]
    public async Task AFaultNamesItsField(string fields, string field)
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage response = await app.PostAsync("/api/work", $$"""{ "worker": "scripted", {{fields}} }""");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, Assert.Single((await TestApp.BodyAsync(response))["errors"]!.AsObject()).Key);
    }

    [Fact]
    public async Task TheSlotsOfTheAppAreSharedByAllWorkAndGoByPriority()
    {
        await using TestApp app = await TestApp.StartAsync(more: [("Work:Slots", "2")]);
        string[] ids = ["a", "b", "c", "d", "e"];
        foreach (string id in ids)
        {
            await app.EnqueueAsync($$"""{ "id": "{{id}}", "worker": "scripted", "priority": {{(id == "e" ? 5 : 0)}}, "input": { "attempts": [ { "runFor": "PT{{(id == "a" ? 1 : 2)}}M" } ] } }""");
        }

        await app.IdleAsync();
        JsonNode wait = Assert.Single((await app.JsonAsync("/api/work/c/explain"))["waitingFor"]!.AsArray())!;
        Assert.Equal(("slot", "slots"), ((string?)wait["kind"], (string?)wait["name"]));
        await app.AdvanceAsync("PT1H");
        Assert.Equal(2, await Running.MostAtOnceAsync(app, ids));
        Assert.Equal(["e", "c", "d"], (await Running.OrderAsync(app, ids)).Skip(2));
    }

    private static Task<JsonObject> EnqueueAsync(TestApp app, string id, string more) =>
        app.EnqueueAsync($$"""{ "id": "{{id}}", "worker": "scripted", "concurrencyKey": "printer", "input": { "attempts": [ { "runFor": "PT1M" } ] }{{more}} }""");
}
