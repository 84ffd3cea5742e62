using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Conditions;

/// <summary>Constraints and reported conditions, over HTTP, with a clock that stands still unless it is moved.</summary>
public sealed class ConstraintTests
{
    public static TheoryData<string, string, string, string, string> Kinds => new()
    {
        { """{ "networkType": "unmetered" }""", """{ "networkType": "metered" }""", """{ "networkType": "unmetered" }""", "constraintConnectivity", "networkType" },
        { """{ "networkType": "connected" }""", """{ "networkType": "none" }""", """{ "networkType": null }""", "constraintConnectivity", "networkType" },
        { """{ "batteryNotLow": true }""", """{ "batteryNotLow": false }""", """{ "batteryNotLow": true }""", "constraintBatteryNotLow", "batteryNotLow" },
        { """{ "charging": true }""", """{ "charging": false }""", """{ "charging": true }""", "constraintCharging", "charging" },
        { """{ "deviceIdle": true }""", """{ "deviceIdle": false }""", """{ "deviceIdle": true }""", "constraintDeviceIdle", "deviceIdle" },
        { """{ "storageNotLow": true }""", """{ "storageNotLow": false }""", """{ "storageNotLow": true }""", "constraintStorageNotLow", "storageNotLow" },
        { """{ "conditions": [ "open" ] }""", """{ "conditions": { "open": false } }""", """{ "conditions": { "open": true } }""", "constraintCondition", "open" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task AnUnmetConstraintHoldsTheWorkAndALostOneStopsItWithItsReason(string constraints, string unmet, string met, string reason, string name)
    {
        await using TestApp app = await TestApp.StartAsync();
        await app.ReportAsync("site", unmet);
        string id = await EnqueueAsync(app, constraints, "site");
        JsonObject waiting = await app.GetAsync(id);
        Assert.Equal(("enqueued", 0, "notStopped", "site"), (State(waiting), Runs(waiting), Reason(waiting), (string?)waiting["scope"]));
        JsonNode held = Assert.Single((await app.JsonAsync($"/api/work/{id}/explain"))["waitingFor"]!.AsArray())!;
        Assert.Equal(("constraint", name, "2030-01-01T00:00:00Z"), ((string?)held["kind"], (string?)held["name"], (string?)held["since"]));

        await app.ReportAsync("site", met);
        JsonObject running = await app.GetAsync(id);
        Assert.Equal(("running", 1, "notStopped"), (State(running), Runs(running), Reason(running)));

        await app.ReportAsync("site", unmet);
        JsonObject stopped = await app.GetAsync(id);
        Assert.Equal(("enqueued", 1, reason), (State(stopped), Runs(stopped), Reason(stopped)));

        await app.ReportAsync("site", met);
        JsonObject again = await app.GetAsync(id);
        Assert.Equal(("running", 2, "notStopped"), (State(again), Runs(again), Reason(again)));
        await app.AdvanceAsync("PT10M");
        Assert.Equal("succeeded", State(await app.GetAsync(id)));
        Assert.Equal(["stopped", "success"], (await app.AttemptsAsync(id)).Select(attempt => (string?)attempt!["result"]));
    }

    [Fact]
    public async Task AScopeThatNeverReportedHoldsButForNamedConditions()
    {
        await using TestApp app = await TestApp.StartAsync();
        string all = await EnqueueAsync(app, """{ "networkType": "unmetered", "batteryNotLow": true, "charging": true, "deviceIdle": true, "storageNotLow": true }""");
        string named = await EnqueueAsync(app, """{ "conditions": [ "open" ] }""");
        Assert.Equal(("running", "enqueued"), (State(await app.GetAsync(all)), State(await app.GetAsync(named))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OfTwoConstraintsBothMustHoldAndTheFirstThatIsLostStopsTheRun(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        await app.ReportAsync("site", """{ "charging": true }""");
        string id = await EnqueueAsync(app, """{ "charging": true, "conditions": [ "open" ] }""", "site");
        Assert.Equal("enqueued", State(await app.GetAsync(id)));
        await app.ReportAsync("site", """{ "conditions": { "open": true } }""");
        Assert.Equal("running", State(await app.GetAsync(id)));
        await app.ReportAsync("site", """{ "charging": false }""");
        await app.ReportAsync("site", """{ "conditions": { "open": false } }""");
        JsonObject stopped = await app.GetAsync(id);
        Assert.Equal(("enqueued", "constraintCharging", 1), (State(stopped), Reason(stopped), Runs(stopped)));
        Assert.Equal(["charging", "open"], (await app.JsonAsync($"/api/work/{id}/explain"))["waitingFor"]!.AsArray().Select(wait => (string?)wait!["name"]));
    }

    [Fact]
    public async Task ScopesAreApartAndAReportIsMerged()
    {
        await using TestApp app = await TestApp.StartAsync();
        string here = await EnqueueAsync(app, """{ "charging": true }""", "here");
        string there = await EnqueueAsync(app, """{ "charging": true }""", "there");
        JsonObject merged = await app.ReportAsync("here", """{ "charging": false, "networkType": "metered", "conditions": { "a": true, "b": true } }""");
        Assert.Equal("""{"networkType":"metered","charging":false,"conditions":{"a":true,"b":true}}""", merged.ToJsonString());
        Assert.Equal(("enqueued", "running"), (State(await app.GetAsync(here)), State(await app.GetAsync(there))));
        await app.ReportAsync("here", """{ "networkType": null, "conditions": { "a": null } }""");
        Assert.Equal("""{"charging":false,"conditions":{"b":true}}""", (await app.JsonAsync("/api/conditions/here")).ToJsonString());
        Assert.Equal("""{"conditions":{}}""", (await app.JsonAsync("/api/conditions/nowhere")).ToJsonString());
        Assert.Equal("enqueued", State(await app.GetAsync(here)));
    }

    [Fact]
    public async Task TheTimeIsWaitedForFirstAndProgressStaysWhenTheRunIsStopped()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""
            { "worker": "scripted", "initialDelay": "PT1H", "constraints": { "charging": true }, "input": { "attempts": [ { "result": "success", "runFor": "PT9M", "progress": [ { "at": "PT1M", "data": { "done": 7 } } ] } ] } }
            """);
        await app.ReportAsync("default", """{ "charging": false }""");
        Assert.Equal("initialDelay", (string?)(await app.JsonAsync($"/api/work/{id}/explain"))["waitingFor"]![0]!["name"]);
        await app.AdvanceAsync("PT1H");
        Assert.Equal("charging", (string?)(await app.JsonAsync($"/api/work/{id}/explain"))["waitingFor"]![0]!["name"]);
        await app.ReportAsync("default", """{ "charging": true }""");
        await app.AdvanceAsync("PT2M");
        await app.ReportAsync("default", """{ "charging": false }""");
        JsonObject stopped = await app.GetAsync(id);
        Assert.Equal(("enqueued", 7), (State(stopped), (int)stopped["progress"]!["done"]!));
    }

    [Theory]
    [InlineData("PT0S")]
    [InlineData("PT1H")]
    public async Task TheTestDriverMeetsAllConstraintsForOneRun(string delay)
    {
        await using TestApp app = await TestApp.StartAsync();
        await app.ReportAsync("default", """{ "charging": false }""");
        string id = await app.EnqueueOneAsync($$"""
            { "worker": "scripted", "initialDelay": "{{delay}}", "constraints": { "charging": true, "conditions": [ "open" ], "contentTriggers": [ { "uri": "a" } ] }, "input": { "attempts": [ { "result": "retry" }, { "result": "success" } ] } }
            """);
        await app.IdleAsync();
        using (HttpResponseMessage met = await app.PostAsync($"/api/testing/work/{id}/constraints-met"))
        {
            Assert.Equal(HttpStatusCode.OK, met.StatusCode);
        }

        await app.ReportAsync("default", """{ "networkType": "none" }""");
        Assert.Equal(delay == "PT0S" ? 1 : 0, Runs(await app.GetAsync(id)));
        await app.AdvanceAsync("PT2H");
        JsonObject again = await app.GetAsync(id);
        Assert.Equal(("enqueued", 1), (State(again), Runs(again)));
        Assert.Equal(["charging", "open"], (await app.JsonAsync($"/api/work/{id}/explain"))["waitingFor"]!.AsArray().Select(wait => (string?)wait!["name"]));
    }

    [Fact]
    public async Task ANewRequestWhileItRunsLeavesTheRunAloneWhateverItAsksFor()
    {
        await using TestApp app = await TestApp.StartAsync();
        await app.ReportAsync("default", """{ "charging": false }""");
        string id = await EnqueueAsync(app, "{}");
        using (HttpResponseMessage updated = await app.Client.PutAsync(
            new Uri($"/api/work/{id}", UriKind.Relative),
            new StringContent("""{ "worker": "scripted", "constraints": { "charging": true } }""", System.Text.Encoding.UTF8, "application/json")))
        {
            Assert.Equal("appliedForNextRun", (string?)(await TestApp.BodyAsync(updated))["result"]);
        }

        await app.ReportAsync("default", """{ "charging": true }""");
        await app.ReportAsync("default", """{ "charging": false }""");
        await app.AdvanceAsync("PT5M");
        Assert.Equal(("succeeded", 1), (State(await app.GetAsync(id)), Runs(await app.GetAsync(id))));
    }

    [Fact]
    public async Task PeriodicWorkAsksForItsConstraintsInEachPeriod()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "period": { "every": "PT1H" }, "constraints": { "charging": true } }""");
        await app.IdleAsync();
        Assert.Equal(1, (int)(await app.GetAsync(id))["periodCount"]!);
        await app.ReportAsync("default", """{ "charging": false }""");
        await app.AdvanceAsync("PT3H");
        Assert.Equal(1, (int)(await app.GetAsync(id))["periodCount"]!);
        await app.ReportAsync("default", """{ "charging": true }""");
        Assert.Equal(2, (int)(await app.GetAsync(id))["periodCount"]!);
    }

    internal static async Task<string> EnqueueAsync(TestApp app, string constraints, string scope = "default")
    {
        string id = await app.EnqueueOneAsync($$"""
            { "worker": "scripted", "scope": "{{scope}}", "constraints": {{constraints}}, "input": { "attempts": [ { "result": "success", "runFor": "PT5M" } ] } }
            """);
        await app.IdleAsync();
        return id;
    }

    private static string? State(JsonObject work) => (string?)work["state"];

    private static int Runs(JsonObject work) => (int)work["runAttemptCount"]!;

    private static string? Reason(JsonObject work) => (string?)work["stopReason"];
}
