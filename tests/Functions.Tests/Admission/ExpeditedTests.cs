using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Admission;

public sealed class ExpeditedTests
{
    private static readonly (string, string)[] Quota = [("Work:ExpeditedQuota:Tokens", "2"), ("Work:ExpeditedQuota:RefillEvery", "00:10:00")];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OutOfQuotaWorkIsDroppedOrRunsAsNormalWorkUntilTheBucketFillsAgain(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways, more: Quota);
        await EnqueueAsync(app, "first", "drop");
        await EnqueueAsync(app, "second", "runAsNonExpedited");
        await app.IdleAsync();
        await EnqueueAsync(app, "dropped", "drop");
        await EnqueueAsync(app, "normal", "runAsNonExpedited");
        await app.IdleAsync();
        foreach (string ran in (string[])["first", "second", "normal"])
        {
            Assert.Equal("succeeded", (string?)(await app.GetAsync(ran))["state"]);
        }

        JsonObject dropped = await app.GetAsync("dropped");
        Assert.Equal(("cancelled", "quota", 0, "drop"), ((string?)dropped["state"], (string?)dropped["stopReason"], (int)dropped["runAttemptCount"]!, (string?)dropped["expedited"]!["outOfQuota"]));
        JsonNode why = Assert.Single((await app.JsonAsync("/api/work/dropped/explain"))["waitingFor"]!.AsArray())!;
        Assert.Equal(("quota", "dropped", "2030-01-01T00:00:00Z"), ((string?)why["kind"], (string?)why["name"], (string?)why["since"]));

        await app.AdvanceAsync("PT10M");
        await EnqueueAsync(app, "refilled", "drop");
        await app.IdleAsync();
        await EnqueueAsync(app, "late", "drop");
        await app.IdleAsync();
        Assert.Equal("succeeded", (string?)(await app.GetAsync("refilled"))["state"]);
        Assert.Equal("cancelled", (string?)(await app.GetAsync("late"))["state"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatTheQuotaAllowedGoesAheadOfEveryPriorityAndWhatItDidNotGoesByItsOwn(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways, more: [.. Quota, ("Work:Slots", "1")]);
        await app.EnqueueAsync("""{ "id": "running", "worker": "delay", "input": { "for": "PT1M" } }""");
        await app.IdleAsync();
        await app.EnqueueAsync("""{ "id": "high", "worker": "delay", "input": { "for": "PT1M" }, "priority": 100 }""");
        await app.IdleAsync();
        foreach (string id in (string[])["expedited", "important", "late"])
        {
            await app.EnqueueAsync($$"""{ "id": "{{id}}", "worker": "delay", "input": { "for": "PT1M" }, "expedited": {}, "priority": {{(id == "important" ? 1 : 0)}} }""");
            await app.IdleAsync();
        }

        await app.AdvanceAsync("PT1H");
        string[] ids = ["running", "important", "expedited", "high", "late"];
        Assert.Equal(ids, await Running.OrderAsync(app, ids));
    }

    [Fact]
    public async Task ARetryOfExpeditedWorkIsNormal()
    {
        await using TestApp app = await TestApp.StartAsync(more: [("Work:ExpeditedQuota:Tokens", "1"), ("Work:ExpeditedQuota:RefillEvery", "1.00:00:00")]);
        await app.EnqueueAsync("""{ "id": "retried", "worker": "scripted", "expedited": { "outOfQuota": "drop" }, "input": { "attempts": [ { "result": "retry" }, {} ] } }""");
        await app.AdvanceAsync("PT1H");
        Assert.Equal("succeeded", (string?)(await app.GetAsync("retried"))["state"]);
    }

    [Fact]
    public async Task APausedExpeditedWorkPaysItsTokenOnce()
    {
        await using TestApp app = await TestApp.StartAsync(more: Quota);
        (await app.PostAsync("/api/workers/scripted/pause")).Dispose();
        await EnqueueAsync(app, "held", "drop");
        await app.IdleAsync();
        Assert.Equal("pause", (string?)Assert.Single((await app.JsonAsync("/api/work/held/explain"))["waitingFor"]!.AsArray())!["kind"]);
        (await app.PostAsync("/api/workers/scripted/resume")).Dispose();
        await app.IdleAsync();
        await EnqueueAsync(app, "second", "drop");
        await app.IdleAsync();
        Assert.Equal("succeeded", (string?)(await app.GetAsync("held"))["state"]);
        Assert.Equal("succeeded", (string?)(await app.GetAsync("second"))["state"]);
    }

    [Theory]
    [InlineData(""" "expedited": { "outOfQuota": "wait" } """, "expedited.outOfQuota")]
    [InlineData(""" "expedited": true """, "expedited")]
    [InlineData(""" "expedited": {}, "initialDelay": "PT1S" """, "expedited")]
    [InlineData(""" "expedited": {}, "period": { "every": "PT1H" } """, "expedited")]
    [InlineData(""" "expedited": {}, "constraints": { "networkType": "connected", "charging": true } """, "constraints")]
    public async Task AFaultNamesItsField(string fields, string field)
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage response = await app.PostAsync("/api/work", $$"""{ "worker": "scripted", {{fields}} }""");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, Assert.Single((await TestApp.BodyAsync(response))["errors"]!.AsObject()).Key);
    }

    private static Task<JsonObject> EnqueueAsync(TestApp app, string id, string outOfQuota) =>
        app.EnqueueAsync($$"""{ "id": "{{id}}", "worker": "scripted", "expedited": { "outOfQuota": "{{outOfQuota}}" } }""");
}
