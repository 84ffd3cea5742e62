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
