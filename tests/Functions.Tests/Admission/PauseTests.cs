using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Admission;

public sealed class PauseTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NothingNewOfAPausedWorkerStartsUntilItIsResumedAndWhatRunsGoesOn(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        await EnqueueAsync(app, "running");
        await app.IdleAsync();
        Assert.True(await SetAsync(app, "scripted", "pause"));
        Assert.True(await SetAsync(app, "scripted", "pause"));
        await EnqueueAsync(app, "held");
        await app.EnqueueAsync("""{ "id": "other", "worker": "delay", "input": { "for": "PT1M" } }""");
        await app.AdvanceAsync("PT30M");
        Assert.Equal(("succeeded", "enqueued", "succeeded"), (await StateAsync(app, "running"), await StateAsync(app, "held"), await StateAsync(app, "other")));
        JsonObject held = await app.GetAsync("held");
        Assert.Equal((0, null, "notStopped"), ((int)held["runAttemptCount"]!, (string?)held["startedAt"], (string?)held["stopReason"]));
        Assert.Empty(await app.AttemptsAsync("held"));
        JsonNode wait = Assert.Single((await app.JsonAsync("/api/work/held/explain"))["waitingFor"]!.AsArray())!;
        Assert.Equal(("pause", "scripted", "2030-01-01T00:00:00Z"), ((string?)wait["kind"], (string?)wait["name"], (string?)wait["since"]));

        Assert.False(await SetAsync(app, "scripted", "resume"));
        await app.IdleAsync();
        Assert.Equal("running", await StateAsync(app, "held"));
        await app.AdvanceAsync("PT1M");
        Assert.Equal("succeeded", await StateAsync(app, "held"));
        Assert.Single(await app.AttemptsAsync("held"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task APauseSurvivesACrashAndARestartAndSoDoesWhatWaitsForItsEnd(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        await SetAsync(app, "scripted", "pause");
        await EnqueueAsync(app, "held");
        await app.IdleAsync();
        await app.CrashAndRestartAsync();
        await EnqueueAsync(app, "later");
        await app.IdleAsync();
        await app.RestartAsync();
        await app.IdleAsync();
        Assert.Equal(("enqueued", "enqueued"), (await StateAsync(app, "held"), await StateAsync(app, "later")));
        Assert.True(await IsPausedAsync(app, "scripted"));
        Assert.False(await IsPausedAsync(app, "delay"));
        await SetAsync(app, "scripted", "resume");
        await app.AdvanceAsync("PT5M");
        Assert.Equal(("succeeded", "succeeded"), (await StateAsync(app, "held"), await StateAsync(app, "later")));
        Assert.False(await IsPausedAsync(app, "scripted"));
    }

    [Fact]
    public async Task WhoeverIsOvertakenByAnotherCallerIsToldHowItStands()
    {
        await using TestApp app = await TestApp.StartAsync();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(9));
        for (int round = 0; round < 20; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
            {
                using HttpResponseMessage response = await app.Client.PostAsync($"/api/workers/scripted/{(i % 2 == 0 ? "pause" : "resume")}", content: null, late.Token);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }));
        }

        bool isPaused = await IsPausedAsync(app, "scripted");
        Assert.Equal(!isPaused, await SetAsync(app, "scripted", isPaused ? "resume" : "pause"));
    }

    [Fact]
    public async Task ManyThatWaitAreAllToldAndWhatWasCancelledMeanwhileStaysSo()
    {
        await using TestApp app = await TestApp.StartAsync();
        await SetAsync(app, "delay", "pause");
        string[] ids = [.. Enumerable.Range(0, 500).Select(i => $"work-{i}")];
        await Task.WhenAll(ids.Select(id => app.EnqueueAsync($$"""{ "id": "{{id}}", "worker": "delay", "input": { "for": "PT0S" } }""")));
        await app.IdleAsync();
        (await app.PostAsync("/api/work/work-7/cancel")).Dispose();
        (await app.PostAsync("/api/work/work-450/cancel")).Dispose();
        await SetAsync(app, "delay", "resume");
        await app.IdleAsync();
        JsonArray works = (await app.JsonAsync("/api/work?limit=1000"))["work"]!.AsArray();
        Assert.Equal(498, works.Count(work => (string?)work!["state"] == "succeeded"));
        Assert.Equal(2, works.Count(work => (string?)work!["state"] == "cancelled"));
    }

    [Fact]
    public async Task APausedWorkHoldsNoPlaceOfItsKey()
    {
        await using TestApp app = await TestApp.StartAsync();
        await SetAsync(app, "scripted", "pause");
        await app.EnqueueAsync("""{ "id": "held", "worker": "scripted", "concurrencyKey": "printer", "priority": 5 }""");
        await app.IdleAsync();
        await app.EnqueueAsync("""{ "id": "other", "worker": "delay", "input": { "for": "PT1M" }, "concurrencyKey": "printer" }""");
        await app.IdleAsync();
        Assert.Equal(("enqueued", "running"), (await StateAsync(app, "held"), await StateAsync(app, "other")));
        await SetAsync(app, "scripted", "resume");
        await app.IdleAsync();
        Assert.Equal("concurrency", (string?)Assert.Single((await app.JsonAsync("/api/work/held/explain"))["waitingFor"]!.AsArray())!["kind"]);
        await app.AdvanceAsync("PT1M");
        Assert.Equal("succeeded", await StateAsync(app, "held"));
    }

    [Fact]
    public async Task WorkOfAPausedWorkerOutsideTheProcessIsNotLeased()
    {
        await using TestApp app = await TestApp.StartAsync(more: [("Work:ExternalWorkers:0:Name", "outside")]);
        await app.EnqueueAsync("""{ "id": "held", "worker": "outside" }""");
        await SetAsync(app, "outside", "pause");
        await app.IdleAsync();
        Assert.Empty(await LeaseAsync(app));
        JsonNode wait = Assert.Single((await app.JsonAsync("/api/work/held/explain"))["waitingFor"]!.AsArray())!;
        Assert.Equal(("pause", "outside"), ((string?)wait["kind"], (string?)wait["name"]));
        await SetAsync(app, "outside", "resume");
        Assert.Single(await LeaseAsync(app));
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    public async Task AnUnknownWorkerIsNotFound(string change)
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage response = await app.PostAsync($"/api/workers/nobody/{change}");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<JsonArray> LeaseAsync(TestApp app)
    {
        using HttpResponseMessage response = await app.PostAsync("/api/leases", """{ "workers": [ "outside" ] }""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await TestApp.BodyAsync(response))["leases"]!.AsArray();
    }

    private static Task<JsonObject> EnqueueAsync(TestApp app, string id) =>
        app.EnqueueAsync($$"""{ "id": "{{id}}", "worker": "scripted", "input": { "attempts": [ { "runFor": "PT1M" } ] } }""");

    private static async Task<string?> StateAsync(TestApp app, string id) => (string?)(await app.GetAsync(id))["state"];

    private static async Task<bool> SetAsync(TestApp app, string worker, string change)
    {
        using HttpResponseMessage response = await app.PostAsync($"/api/workers/{worker}/{change}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        JsonObject shown = await TestApp.BodyAsync(response);
        Assert.Equal(worker, (string?)shown["name"]);
        return (bool)shown["paused"]!;
    }

    private static async Task<bool> IsPausedAsync(TestApp app, string worker) =>
        (bool)(await app.JsonAsync("/api/workers"))["workers"]!.AsArray().Single(one => (string?)one!["name"] == worker)!["paused"]!;
}
