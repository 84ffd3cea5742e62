using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Remote;

/// <summary>Works of workers outside the process, leased over HTTP.</summary>
public sealed class LeaseTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AWorkIsOfferedLeasedRenewedAndEnded(bool replayAlways)
    {
        await using TestApp app = await StartAsync(replayAlways);
        string id = await app.EnqueueOneAsync("""{ "worker": "outside", "input": { "n": 1 } }""");
        await app.IdleAsync();
        Assert.Equal("enqueued", (string?)(await app.GetAsync(id))["state"]);
        JsonNode wait = (await app.JsonAsync($"/api/work/{id}/explain"))["waitingFor"]![0]!;
        Assert.Equal(("slot", "lease"), ((string?)wait["kind"], (string?)wait["name"]));
        JsonNode lease = Assert.Single(await LeaseAsync(app, max: 5))!;
        Assert.Equal((id, "running", 1, 1), ((string?)lease["work"]!["id"], (string?)lease["work"]!["state"], (int)lease["attempt"]!, (int)lease["input"]!["n"]!));
        Assert.Equal("2030-01-01T00:01:00Z", (string?)lease["leaseUntil"]);
        Assert.Empty(await LeaseAsync(app, max: 5));
        await app.AdvanceAsync("PT50S");
        using (HttpResponseMessage renewed = await app.PostAsync(PathOf(lease, "heartbeat"), """{ "progress": { "done": 1 } }"""))
        {
            Assert.Equal("2030-01-01T00:01:50Z", (string?)(await TestApp.BodyAsync(renewed))["leaseUntil"]);
        }

        await app.AdvanceAsync("PT50S");
        JsonObject running = await app.GetAsync(id);
        Assert.Equal(("running", 1, "2030-01-01T00:00:50Z"), ((string?)running["state"], (int)running["progress"]!["done"]!, (string?)running["lastHeartbeatAt"]));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, PathOf(lease, "complete"), """{ "result": "success", "output": { "out": 2 } }"""));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, PathOf(lease, "complete"), """{ "result": "success", "output": { "out": 2 } }"""));
        JsonObject done = await app.GetAsync(id);
        Assert.Equal(("succeeded", 2), ((string?)done["state"], (int)done["output"]!["out"]!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhoComesBackAfterItsLeaseRanOutCannotEndTheWorkThatRanElsewhere(bool replayAlways)
    {
        await using TestApp app = await StartAsync(replayAlways);
        string id = await app.EnqueueOneAsync("""{ "worker": "outside", "backoff": { "policy": "linear", "delay": "PT1M" } }""");
        await app.IdleAsync();
        JsonNode first = Assert.Single(await LeaseAsync(app))!;
        await app.AdvanceAsync("PT1M");
        JsonObject lost = await app.GetAsync(id);
        Assert.Equal(("enqueued", "unknown", 1), ((string?)lost["state"], (string?)lost["stopReason"], (int)lost["runAttemptCount"]!));
        Assert.Equal("unknown", (string?)(await RefusedAsync(app, PathOf(first, "complete"), """{ "result": "success" }"""))["stopReason"]);
        await app.AdvanceAsync("PT1M");
        JsonNode second = Assert.Single(await LeaseAsync(app))!;
        Assert.Equal(2, (int)second["attempt"]!);
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(app, PathOf(first, "heartbeat"), "{}"));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(app, PathOf(first, "complete"), """{ "result": "failure" }"""));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, PathOf(second, "complete"), """{ "result": "success" }"""));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(app, PathOf(first, "complete"), """{ "result": "success" }"""));
        Assert.Equal("succeeded", (string?)(await app.GetAsync(id))["state"]);
        Assert.Equal(["stopped", "success"], (await app.AttemptsAsync(id)).Select(attempt => (string?)attempt!["result"]));
    }

    [Fact]
    public async Task EachWorkIsLeasedOnceHoweverManyAskAtOnce()
    {
        await using TestApp app = await StartAsync();
        await app.EnqueueAsync($$"""{ "work": [ {{string.Join(',', Enumerable.Repeat("""{ "worker": "outside" }""", 30))}} ] }""");
        for (int i = 0; i < 10; i++)
        {
            await app.EnqueueAsync("""{ "worker": "outside" }""");
        }

        await app.IdleAsync();
        JsonArray[] all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LeaseAsync(app, max: 7)));
        List<string?> leased = [.. all.SelectMany(leases => leases).Select(lease => (string?)lease!["work"]!["id"])];
        while (await LeaseAsync(app, max: 50) is { Count: > 0 } rest)
        {
            leased.AddRange(rest.Select(lease => (string?)lease!["work"]!["id"]));
        }

        Assert.Equal(40, leased.Count);
        Assert.Equal(40, leased.Distinct().Count());
    }

    [Fact]
    public async Task WhatHasBeenDueLongestIsLeasedFirst()
    {
        await using TestApp app = await StartAsync();
        string[] ids = ["a", "b", "c"];
        foreach (string id in ids)
        {
            await app.EnqueueAsync($$"""{ "id": "{{id}}", "worker": "{{(id == "b" ? "other" : "outside")}}" }""");
            await app.AdvanceAsync("PT1S");
        }

        var leased = new List<string?>();
        foreach (string id in ids)
        {
            leased.Add((string?)Assert.Single(await LeaseAsync(app, workers: """["outside", "other"]"""))!["work"]!["id"]);
        }

        Assert.Equal(ids, leased);
    }

    [Fact]
    public async Task TheInputIsMergedAndAClashFailsTheWork()
    {
        await using TestApp app = await StartAsync();
        JsonObject answer = await app.EnqueueAsync("""
            { "work": [
              { "key": "a", "worker": "scripted", "input": { "attempts": [ { "result": "success", "output": { "x": 1 } } ] } },
              { "key": "b", "worker": "scripted", "input": { "attempts": [ { "result": "success", "output": { "x": "one" } } ] } },
              { "worker": "outside", "after": [ "a" ], "input": { "y": 2 } },
              { "worker": "outside", "after": [ "a", "b" ], "inputMerger": "arrayCreating" } ] }
            """);
        await app.IdleAsync();
        JsonNode lease = Assert.Single(await LeaseAsync(app, max: 2))!;
        Assert.Equal("""{"y":2,"x":1}""", lease["input"]!.ToJsonString());
        await app.IdleAsync();
        Assert.Equal("failed", (string?)(await app.GetAsync((string)answer["work"]![3]!["id"]!))["state"]);
    }

    [Fact]
    public async Task ACancelTakesTheOfferAwayAndTellsTheHolder()
    {
        await using TestApp app = await StartAsync();
        string first = await app.EnqueueOneAsync("""{ "worker": "outside" }""");
        await app.IdleAsync();
        JsonNode lease = Assert.Single(await LeaseAsync(app))!;
        string second = await app.EnqueueOneAsync("""{ "worker": "outside" }""");
        await app.IdleAsync();
        (await app.PostAsync($"/api/work/{first}/cancel")).Dispose();
        (await app.PostAsync($"/api/work/{second}/cancel")).Dispose();
        Assert.Equal("cancelledByApp", (string?)(await RefusedAsync(app, PathOf(lease, "heartbeat"), "{}"))["stopReason"]);
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(app, PathOf(lease, "complete"), """{ "result": "success" }"""));
        Assert.Empty(await LeaseAsync(app));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OffersAndLeasesOutliveACrash(bool replayAlways)
    {
        await using TestApp app = await StartAsync(replayAlways);
        string held = await app.EnqueueOneAsync("""{ "worker": "outside" }""");
        await app.IdleAsync();
        JsonNode lease = Assert.Single(await LeaseAsync(app))!;
        string offered = await app.EnqueueOneAsync("""{ "worker": "outside" }""");
        await app.IdleAsync();
        await app.CrashAndRestartAsync();
        Assert.Equal(offered, (string?)Assert.Single(await LeaseAsync(app, max: 2))!["work"]!["id"]);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, PathOf(lease, "heartbeat"), """{ "extendFor": "PT10M" }"""));
        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("PT5M");
        Assert.Equal(("running", "enqueued"), ((string?)(await app.GetAsync(held))["state"], (string?)(await app.GetAsync(offered))["state"]));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, PathOf(lease, "complete"), """{ "result": "success" }"""));
        Assert.Equal("succeeded", (string?)(await app.GetAsync(held))["state"]);
    }

    [Fact]
    public async Task ALeaseIsNotRenewedBeyondTheTimeoutOfTheRun()
    {
        await using TestApp app = await StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "outside", "timeout": "PT5M" }""");
        await app.IdleAsync();
        JsonNode lease = Assert.Single(await LeaseAsync(app))!;
        using (HttpResponseMessage renewed = await app.PostAsync(PathOf(lease, "heartbeat"), """{ "extendFor": "PT1H" }"""))
        {
            Assert.Equal("2030-01-01T00:05:00Z", (string?)(await TestApp.BodyAsync(renewed))["leaseUntil"]);
        }

        await app.AdvanceAsync("PT5M");
        Assert.Equal("timeout", (string?)(await app.GetAsync(id))["stopReason"]);
        Assert.Equal("timeout", (string?)(await RefusedAsync(app, PathOf(lease, "complete"), """{ "result": "success" }"""))["stopReason"]);
    }

    [Fact]
    public async Task AttemptsThatAreLostAreUsedUp()
    {
        await using TestApp app = await StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "outside", "maxAttempts": 1 }""");
        await app.IdleAsync();
        Assert.Single(await LeaseAsync(app));
        await app.AdvanceAsync("PT1M");
        Assert.Equal(("failed", "attemptsExhausted"), ((string?)(await app.GetAsync(id))["state"], (string?)(await app.GetAsync(id))["error"]!["type"]));
    }

    [Theory]
    [InlineData("""{ "workers": ["nobody"] }""", 422)]
    [InlineData("""{ "workers": ["scripted"] }""", 422)]
    [InlineData("""{ "workers": [] }""", 400)]
    [InlineData("""{ "max": 1 }""", 400)]
    [InlineData("""{ "workers": ["outside"], "max": 101 }""", 400)]
    [InlineData("""{ "workers": ["outside"], "leaseFor": "PT1S" }""", 400)]
    [InlineData("""{ "workers": ["outside"], "leaseFor": "PT2H" }""", 400)]
    [InlineData("""{ "workers": ["outside"], "lease": "PT1M" }""", 400)]
    public async Task ARequestThatCannotBeIsRefused(string body, int status)
    {
        await using TestApp app = await StartAsync();
        Assert.Equal(status, (int)await PostAsync(app, "/api/leases", body));
    }

    private static Task<TestApp> StartAsync(bool replayAlways = false) =>
        TestApp.StartAsync(replayAlways, more: [("Work:ExternalWorkers:0:Name", "outside"), ("Work:ExternalWorkers:1:Name", "other")]);

    private static async Task<JsonArray> LeaseAsync(TestApp app, int max = 1, string workers = """["outside"]""")
    {
        using HttpResponseMessage response = await app.PostAsync("/api/leases", $$"""{ "workers": {{workers}}, "max": {{max}}, "leaseFor": "PT1M" }""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await TestApp.BodyAsync(response))["leases"]!.AsArray();
    }

    private static string PathOf(JsonNode lease, string call) => $"/api/leases/{(string)lease["leaseToken"]!}/{call}";

    private static async Task<HttpStatusCode> PostAsync(TestApp app, string path, string json)
    {
        using HttpResponseMessage response = await app.PostAsync(path, json);
        return response.StatusCode;
    }

    private static async Task<JsonObject> RefusedAsync(TestApp app, string path, string json)
    {
        using HttpResponseMessage response = await app.PostAsync(path, json);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        return await TestApp.BodyAsync(response);
    }
}
