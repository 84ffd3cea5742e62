using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Schedules;

public sealed class CronWorkTests
{
    [Theory]
    [InlineData("skip", false, "00:10:00 00:30:00 00:50:00")]
    [InlineData("skip", true, "00:10:00 00:30:00 00:50:00")]
    [InlineData("queue", false, "00:10:00 00:25:00 00:40:00 00:55:00")]
    [InlineData("queue", true, "00:10:00 00:25:00 00:40:00 00:55:00")]
    [InlineData("cancelRunning", false, "00:10:00 00:20:00 00:30:00 00:40:00 00:50:00")]
    [InlineData("cancelRunning", true, "00:10:00 00:20:00 00:30:00 00:40:00 00:50:00")]
    public async Task AFiringThatMeetsARunIsDroppedOrWaitsOrCancelsIt(string overlap, bool replayAlways, string starts)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        string id = await app.EnqueueOneAsync($$"""
            { "worker": "scripted", "timeout": "PT1H", "cron": { "expression": "*/10 * * * *", "overlap": "{{overlap}}" },
              "input": { "attempts": [ { "result": "success", "runFor": "PT15M" } ] } }
            """);
        await app.AdvanceAsync("PT59M");
        JsonArray history = await app.AttemptsAsync(id);
        JsonObject work = await app.GetAsync(id);
        Assert.Equal(starts, string.Join(' ', history.Select(attempt => ((string)attempt!["startedAt"]!)[11..19]).Append(((string)work["startedAt"]!)[11..19]).Distinct()));
        Assert.All(history, attempt => Assert.Equal(overlap == "cancelRunning" ? "stopped" : "success", (string?)attempt!["result"]));
        Assert.Equal(history.Count, (int)work["periodCount"]!);
        if (overlap == "cancelRunning")
        {
            Assert.All(history, attempt => Assert.Equal("cancelledByApp", (string?)attempt!["stopReason"]));
        }
    }

    [Theory]
    [InlineData("once", "01-01 02:00:00 01-03 07:10:00 01-04 02:00:00")]
    [InlineData("skip", "01-01 02:00:00 01-04 02:00:00")]
    [InlineData("all", "01-01 02:00:00 01-03 07:10:00 01-03 07:10:00 01-04 02:00:00")]
    public async Task WhatAnOutageMissedRunsAsThePolicySays(string misfire, string runs)
    {
        var diary = new Diary();
        await using TestApp app = await TestApp.StartAsync(configure: diary.AddTo);
        await app.EnqueueOneAsync(Diary.Work("daily", $$""" "cron": { "expression": "0 2 * * *", "misfire": "{{misfire}}" } """));
        await app.AdvanceAsync("PT7H10M");
        await app.CrashAndRestartAsync(away: TimeSpan.FromDays(2));
        await app.AdvanceAsync("P1D");
        Assert.Equal(runs, string.Join(' ', diary.Texts("daily")));
    }

    [Fact]
    public async Task TheZoneAndThePoliciesAreShownAndTheNextFiringIsExplained()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "delay", "cron": { "expression": "30 2 * * *", "timeZone": "Europe/Berlin", "overlap": "queue" } }""");
        JsonObject work = await app.GetAsync(id);
        Assert.Equal("""{"expression":"30 2 * * *","timeZone":"Europe/Berlin","misfire":"once","overlap":"queue"}""", work["cron"]!.ToJsonString());
        Assert.Equal("2030-01-01T01:30:00Z", (string?)work["nextScheduleTime"]);
        JsonNode wait = (await app.JsonAsync($"/api/work/{id}/explain"))["waitingFor"]![0]!;
        Assert.Equal(("time", "cron", "2030-01-01T01:30:00Z"), ((string?)wait["kind"], (string?)wait["name"], (string?)wait["until"]));
    }
}
