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

    private static (string?, int, int, string?) State(JsonObject work) =>
        ((string?)work["state"], (int)work["periodCount"]!, (int)work["runAttemptCount"]!, (string?)work["nextScheduleTime"]);
}
