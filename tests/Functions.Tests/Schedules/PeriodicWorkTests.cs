using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Schedules;

public sealed class PeriodicWorkTests
{
    private static readonly (string, string) Android = ("Work:Profile", "Android");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ItRunsAtOnceAndThenAnIntervalAfterTheEndOfEachRun(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways, more: Android);
        JsonObject answer = await app.EnqueueAsync("""
            { "worker": "scripted", "period": { "every": "PT1H" }, "input": { "attempts": [ { "result": "success", "runFor": "PT5M", "output": { "n": 1 } } ] } }
            """);
        JsonObject begun = answer["work"]![0]!.AsObject();
        string id = (string)begun["id"]!;
        Assert.Equal("""{"every":"PT1H","flex":"PT1H"}""", begun["period"]!.ToJsonString());
        Assert.Equal(("enqueued", 0, "2030-01-01T00:00:00Z"), ((string?)begun["state"], (int)begun["periodCount"]!, (string?)begun["nextScheduleTime"]));
        await app.IdleAsync();
        Assert.Equal("running", (string?)(await app.GetAsync(id))["state"]);
        await app.AdvanceAsync("PT5M");
        JsonObject waiting = await app.GetAsync(id);
        Assert.Equal(("enqueued", 1, 0, "2030-01-01T01:05:00Z"), State(waiting));
        Assert.Equal("{}", waiting["output"]!.ToJsonString());
        await app.AdvanceAsync("P1D");
        Assert.Equal(("enqueued", 23, 0, "2030-01-02T00:55:00Z"), State(await app.GetAsync(id)));
        JsonArray history = await app.AttemptsAsync(id);
        Assert.Equal(Enumerable.Range(1, 23), history.Select(attempt => (int)attempt!["period"]!));
        Assert.All(history, attempt => Assert.Equal(1, (int)attempt!["output"]!["n"]!));
        Assert.Equal("2030-01-01T23:50:00Z", (string?)history[^1]!["startedAt"]);
        (await app.PostAsync($"/api/work/{id}/cancel")).EnsureSuccessStatusCode();
        await app.AdvanceAsync("P1D");
        Assert.Equal(("cancelled", 23, 0, null), State(await app.GetAsync(id)));
    }

    [Theory]
    [InlineData(400, """{ "worker": "delay", "period": { "every": "PT1H" }, "cron": { "expression": "* * * * *" } }""")]
    [InlineData(400, """{ "worker": "delay", "nextScheduleTimeOverride": "2030-01-01T01:00:00Z" }""")]
    [InlineData(400, """{ "worker": "delay", "period": { "flex": "PT1H" } }""")]
    [InlineData(422, """{ "work": [{ "key": "a", "worker": "delay" }, { "worker": "delay", "after": ["a"], "period": { "every": "PT1H" } }] }""")]
    [InlineData(422, """{ "work": [{ "key": "a", "worker": "delay", "period": { "every": "PT1H" } }, { "worker": "delay", "after": ["a"] }] }""")]
    [InlineData(422, """{ "work": [{ "worker": "delay", "cron": { "expression": "* * * * *" } }, { "worker": "delay" }] }""")]
    [InlineData(422, """{ "worker": "delay", "after": ["stored"] }""")]
    public async Task PeriodicWorkIsInNoChainAndHasOneSchedule(int status, string body)
    {
        await using TestApp app = await TestApp.StartAsync();
        await app.EnqueueAsync("""{ "id": "stored", "worker": "delay", "input": { "for": "PT0S" }, "period": { "every": "PT1H" } }""");
        using HttpResponseMessage response = await app.PostAsync("/api/work", body);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task FloorsAreToldAndFlexHoldsTheFirstRunOnly()
    {
        await using TestApp app = await TestApp.StartAsync(more: Android);
        JsonObject answer = await app.EnqueueAsync("""{ "worker": "delay", "initialDelay": "PT1M", "input": { "for": "PT0S" }, "period": { "every": "PT10M", "flex": "PT1M" } }""");
        Assert.Equal("""[{"field":"period.every","from":"PT10M","to":"PT15M","why":"minPeriod"},{"field":"period.flex","from":"PT1M","to":"PT5M","why":"minFlex"}]""", answer["adjustments"]!.ToJsonString());
        JsonObject work = answer["work"]![0]!.AsObject();
        Assert.Equal("2030-01-01T00:11:00Z", (string?)work["nextScheduleTime"]);
        await app.AdvanceAsync("PT11M");
        Assert.Equal(("enqueued", 1, 0, "2030-01-01T00:26:00Z"), State(await app.GetAsync((string)work["id"]!)));
    }

    [Fact]
    public async Task AnOverrideIsUsedOnceAndAnUpdateKeepsSetsOrClearsIt()
    {
        await using TestApp app = await TestApp.StartAsync(more: Android);
        string id = await app.EnqueueOneAsync("""{ "worker": "delay", "input": { "for": "PT0S" }, "period": { "every": "PT1H" }, "nextScheduleTimeOverride": "2030-01-01T05:00:00Z" }""");
        Assert.Equal("2030-01-01T05:00:00Z", State(await app.GetAsync(id)).Item4);
        Assert.Equal("override", (string?)(await app.JsonAsync($"/api/work/{id}/explain"))["waitingFor"]![0]!["name"]);
        Assert.Equal("2030-01-01T05:00:00Z", await UpdateAsync(app, id, ""));
        await UpdateAsync(app, id, """, "nextScheduleTimeOverride": null""");
        await app.IdleAsync();
        Assert.Equal(("enqueued", 1, 0, "2030-01-01T02:00:00Z"), State(await app.GetAsync(id)));
        Assert.Equal("2030-01-01T00:15:00Z", await UpdateAsync(app, id, """, "nextScheduleTimeOverride": "2030-01-01T00:01:00Z" """));
        await app.AdvanceAsync("PT15M");
        Assert.Equal(("enqueued", 2, 0, "2030-01-01T02:15:00Z"), State(await app.GetAsync(id)));
    }

    [Fact]
    public async Task ARetryIsOfTheSamePeriodAndExhaustedAttemptsEndIt()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""
            { "worker": "scripted", "period": { "every": "PT1H" }, "maxAttempts": 2, "backoff": { "policy": "linear", "delay": "PT1M" }, "input": { "attempts": [ { "result": "retry" } ] } }
            """);
        await app.IdleAsync();
        Assert.Equal(("enqueued", 0, 1, "2030-01-01T00:01:00Z"), State(await app.GetAsync(id)));
        await app.AdvanceAsync("PT1M");
        JsonObject work = await app.GetAsync(id);
        Assert.Equal(("enqueued", 1, 0, "2030-01-01T01:01:00Z"), State(work));
        Assert.Equal("attemptsExhausted", (string?)work["error"]!["type"]);
        Assert.Equal([(1, 1), (2, 1)], (await app.AttemptsAsync(id)).Select(attempt => ((int)attempt!["attempt"]!, (int)attempt["period"]!)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACrashRunsTheSamePeriodAgainAndNoOther(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "period": { "every": "P1D" }, "input": { "attempts": [ { "result": "success", "runFor": "PT5M" } ] } }""");
        await app.AdvanceAsync("P1DT6M");
        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("PT10M");
        Assert.Equal(("enqueued", 2, 0, "2030-01-03T00:11:00Z"), State(await app.GetAsync(id)));
        Assert.Equal([(1, "success"), (2, "stopped"), (2, "success")], (await app.AttemptsAsync(id)).Select(attempt => ((int)attempt!["period"]!, (string?)attempt["result"])));
    }

    [Fact]
    public async Task RunNowAndTheTestDriverSkipWhatTheySay()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "delay", "input": { "for": "PT0S" }, "initialDelay": "PT1H", "period": { "every": "P1D" } }""");
        Assert.Equal(HttpStatusCode.Conflict, (await app.PostAsync($"/api/testing/work/{id}/period-delay-met")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.PostAsync($"/api/testing/work/{id}/initial-delay-met")).StatusCode);
        await app.IdleAsync();
        Assert.Equal(("enqueued", 1, 0, "2030-01-02T00:00:00Z"), State(await app.GetAsync(id)));
        Assert.Equal("period", (string?)(await app.JsonAsync($"/api/work/{id}/explain"))["waitingFor"]![0]!["name"]);
        Assert.Equal(HttpStatusCode.Conflict, (await app.PostAsync($"/api/testing/work/{id}/initial-delay-met")).StatusCode);
        await app.AdvanceAsync("PT10M");
        Assert.Equal(HttpStatusCode.OK, (await app.PostAsync($"/api/testing/work/{id}/period-delay-met")).StatusCode);
        await app.IdleAsync();
        Assert.Equal(("enqueued", 2, 0, "2030-01-02T00:10:00Z"), State(await app.GetAsync(id)));
        (await app.PostAsync($"/api/work/{id}/run-now")).EnsureSuccessStatusCode();
        await app.IdleAsync();
        Assert.Equal(3, State(await app.GetAsync(id)).Item2);
        string once = await app.EnqueueOneAsync("""{ "worker": "delay", "initialDelay": "PT1H", "input": { "for": "PT0S" } }""");
        Assert.Equal(HttpStatusCode.Conflict, (await app.PostAsync($"/api/testing/work/{once}/period-delay-met")).StatusCode);
    }

    [Fact]
    public async Task OneTimeWorkDoesNotBecomePeriodicByAnUpdateNorTheOtherWayRound()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "delay", "initialDelay": "PT1H", "input": { "for": "PT0S" } }""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await UpdatedAsync(app, id, """{ "worker": "delay", "period": { "every": "PT1H" } }"""));
        id = await app.EnqueueOneAsync("""{ "worker": "delay", "input": { "for": "PT0S" }, "cron": { "expression": "0 0 * * *" } }""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await UpdatedAsync(app, id, """{ "worker": "delay" }"""));
        Assert.Equal(HttpStatusCode.OK, await UpdatedAsync(app, id, """{ "worker": "delay", "cron": { "expression": "0 12 * * *" } }"""));
        Assert.Equal("2030-01-01T12:00:00Z", State(await app.GetAsync(id)).Item4);
    }

    private static async Task<string?> UpdateAsync(TestApp app, string id, string more)
    {
        Assert.Equal(HttpStatusCode.OK, await UpdatedAsync(app, id, $$"""{ "worker": "delay", "input": { "for": "PT0S" }, "period": { "every": "PT2H" } {{more}} }"""));
        return State(await app.GetAsync(id)).Item4;
    }

    private static async Task<HttpStatusCode> UpdatedAsync(TestApp app, string id, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await app.Client.PutAsync(new Uri($"/api/work/{id}", UriKind.Relative), content);
        return response.StatusCode;
    }

    private static (string?, int, int, string?) State(JsonObject work) =>
        ((string?)work["state"], (int)work["periodCount"]!, (int)work["runAttemptCount"]!, (string?)work["nextScheduleTime"]);
}
