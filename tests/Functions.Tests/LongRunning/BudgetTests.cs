using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Tests.Works;
using Work.Functions.Workers;

namespace Work.Functions.Tests.LongRunning;

public sealed class BudgetTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARunOverTheBudgetIsStoppedKeepsItsCheckpointAndWaitsUntilADayHasPassed(bool replayAlways)
    {
        var journal = new SliceJournal();
        await using TestApp app = await TestApp.StartAsync(replayAlways, builder => builder.Services.AddSingleton(journal).AddWorker<SliceWorker>("slices"), ("Work:ForegroundBudget", "01:00:00"), ("Work:HeartbeatTimeout", "02:00:00"));
        string id = await app.EnqueueOneAsync("""{ "worker": "slices", "longRunning": true, "input": { "of": 1001, "seconds": 5400 } }""");
        await app.AdvanceAsync("PT59M");
        Assert.Equal("running", (string?)(await app.GetAsync(id))["state"]);
        await app.AdvanceAsync("PT2M");
        await app.IdleAsync();
        JsonObject stopped = await app.GetAsync(id);
        Assert.Equal(("enqueued", "foregroundServiceTimeout"), ((string?)stopped["state"], (string?)stopped["stopReason"]));
        JsonNode wait = Assert.Single((await app.JsonAsync($"/api/work/{id}/explain"))["waitingFor"]!.AsArray())!;
        Assert.Equal(("quota", "foregroundBudget", "2030-01-02T00:10:00Z"), ((string?)wait["kind"], (string?)wait["name"], (string?)wait["until"]));
        string other = await app.EnqueueOneAsync("""{ "worker": "slices", "input": { "of": 1 } }""");
        await app.AdvanceAsync("PT22H");
        Assert.Equal(("enqueued", "succeeded"), ((string?)(await app.GetAsync(id))["state"], (string?)(await app.GetAsync(other))["state"]));
        await app.AdvanceAsync("PT70M");
        Assert.Equal("running", (string?)(await app.GetAsync(id))["state"]);
        Assert.Equal([0, 0, 1000], journal.Began);
    }

    [Fact]
    public async Task RunsBesideEachOtherUseTheBudgetUpTogether()
    {
        await using TestApp app = await TestApp.StartAsync(more: [("Work:ForegroundBudget", "01:00:00")]);
        foreach (string id in (string[])["a", "b"])
        {
            await app.EnqueueAsync($$"""{ "id": "{{id}}", "worker": "delay", "longRunning": true, "input": { "for": "PT3H" } }""");
        }

        await app.AdvanceAsync("PT29M");
        Assert.Equal("running", (string?)(await app.GetAsync("a"))["state"]);
        await app.AdvanceAsync("PT2M");
        Assert.Equal(("foregroundServiceTimeout", "foregroundServiceTimeout"), ((string?)(await app.GetAsync("a"))["stopReason"], (string?)(await app.GetAsync("b"))["stopReason"]));
    }
}
