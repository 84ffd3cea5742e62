using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Conditions;

/// <summary>Work that runs at some times of the day only.</summary>
public sealed class WindowTests
{
    private const string Night = """{ "window": { "from": "22:00", "to": "06:00", "timeZone": "Europe/Berlin" } }""";

    // In March the night has seven hours, in October nine.
    [Theory]
    [InlineData("2030-01-01T10:00:00Z", "2030-01-01T21:00:00Z", "2030-01-02T05:00:00Z")]
    [InlineData("2030-03-30T10:00:00Z", "2030-03-30T21:00:00Z", "2030-03-31T04:00:00Z")]
    [InlineData("2030-10-26T10:00:00Z", "2030-10-26T20:00:00Z", "2030-10-27T05:00:00Z")]
    public async Task AWorkStartsWhenItsWindowOpensIsStoppedWhenItClosesAndGoesOnWhenItOpensAgain(string now, string opens, string closes)
    {
        await using TestApp app = await TestApp.StartAsync(more: ("Work:Testing:StartTime", now));
        string id = await app.EnqueueOneAsync($$"""
            { "worker": "scripted", "timeout": "P2D", "constraints": {{Night}}, "input": { "attempts": [ { "result": "success", "runFor": "P1D", "progress": [ { "at": "PT1M", "data": { "done": 1 } } ] }, { "result": "success" } ] } }
            """);
        await app.IdleAsync();
        JsonNode held = Assert.Single((await app.JsonAsync($"/api/work/{id}/explain"))["waitingFor"]!.AsArray())!;
        Assert.Equal(("constraint", "window", opens), ((string?)held["kind"], (string?)held["name"], (string?)held["until"]));

        await AdvanceToAsync(app, opens, -1);
        Assert.Equal("enqueued", (string?)(await app.GetAsync(id))["state"]);
        await AdvanceToAsync(app, opens, 0);
        Assert.Equal("running", (string?)(await app.GetAsync(id))["state"]);
        await AdvanceToAsync(app, closes, -1);
        Assert.Equal("running", (string?)(await app.GetAsync(id))["state"]);
        await AdvanceToAsync(app, closes, 0);
        JsonObject stopped = await app.GetAsync(id);
        Assert.Equal(("enqueued", "constraintWindow", 1, 1), ((string?)stopped["state"], (string?)stopped["stopReason"], (int)stopped["runAttemptCount"]!, (int)stopped["progress"]!["done"]!));
        await app.AdvanceAsync("P1D");
        Assert.Equal(("succeeded", 2), ((string?)(await app.GetAsync(id))["state"], (int)(await app.GetAsync(id))["runAttemptCount"]!));
    }

    [Fact]
    public async Task WaitingForAWindowCostsNothingMeanwhile()
    {
        await using TestApp app = await TestApp.StartAsync(more: ("Work:Testing:StartTime", "2030-01-01T10:00:00Z"));
        string id = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "constraints": {{Night}} }""");
        await app.AdvanceAsync("PT12H");
        Assert.Equal(("succeeded", "2030-01-01T21:00:00Z"), ((string?)(await app.GetAsync(id))["state"], (string?)(await app.GetAsync(id))["startedAt"]));
        Assert.Equal(("22:00", "06:00"), ((string?)(await app.GetAsync(id))["constraints"]!["window"]!["from"], (string?)(await app.GetAsync(id))["constraints"]!["window"]!["to"]));
    }

    private static async Task AdvanceToAsync(TestApp app, string instant, int seconds)
    {
        string to = DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).AddSeconds(seconds).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        (await app.PostAsync("/api/testing/clock/advance", $$"""{ "to": "{{to}}" }""")).EnsureSuccessStatusCode().Dispose();
    }
}
