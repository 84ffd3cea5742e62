using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Tests.Works;
using Work.Functions.Workers;

namespace Work.Functions.Tests.LongRunning;

public sealed class SliceTests
{
    private readonly SliceJournal journal = new();

    [Theory]
    [InlineData(false, 1000)]
    [InlineData(true, 450)]
    public async Task ManySlicesAreOneAttemptAndOneLineOfItsHistory(bool replayAlways, int slices)
    {
        await using TestApp app = await StartAsync(replayAlways);
        string id = await app.EnqueueOneAsync($$"""{ "worker": "slices", "longRunning": true, "concurrencyKey": "disk", "input": { "of": {{slices}} } }""");
        await app.IdleAsync();
        JsonObject done = await app.GetAsync(id);
        Assert.Equal(("succeeded", 1, slices), ((string?)done["state"], (int)done["runAttemptCount"]!, (int)done["output"]!["counted"]!));
        Assert.Equal(Enumerable.Range(0, slices), journal.Began);
        JsonNode attempt = Assert.Single(await app.AttemptsAsync(id))!;
        Assert.Equal((1, "success", slices), ((int)attempt["attempt"]!, (string?)attempt["result"], (int)attempt["slices"]!));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 3000)]
    public async Task ASliceThatACrashCutShortRunsAgainFromTheLastCheckpoint(bool replayAlways, int fill)
    {
        await using TestApp app = await StartAsync(replayAlways);
        string id = await app.EnqueueOneAsync($$"""{ "worker": "slices", "longRunning": true, "backoff": { "policy": "linear", "delay": "PT1S" }, "input": { "of": 12, "seconds": 10, "fill": {{fill}} } }""");
        await app.AdvanceAsync("PT55S");
        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("PT5M");
        JsonObject done = await app.GetAsync(id);
        Assert.Equal(("succeeded", 2, 12), ((string?)done["state"], (int)done["runAttemptCount"]!, (int)done["output"]!["counted"]!));
        Assert.Equal([0, 1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 10, 11], journal.Began);
        JsonArray attempts = await app.AttemptsAsync(id);
        Assert.Equal([("stopped", 6), ("success", 7)], attempts.Select(one => ((string)one!["result"]!, (int)one["slices"]!)));
    }

    [Fact]
    public async Task ARunThatIsToldToStopMayLeaveACheckpoint()
    {
        await using TestApp app = await StartAsync(false);
        string id = await app.EnqueueOneAsync("""{ "worker": "slices", "longRunning": true, "timeout": "PT1M", "input": { "of": 2005, "seconds": 3600 } }""");
        await app.IdleAsync();
        (await app.PostAsync($"/api/testing/work/{id}/stop", """{ "reason": "constraintConnectivity" }""")).Dispose();
        await app.AdvanceAsync("PT2M");
        Assert.Equal([0, 1000], journal.Began.Take(2));
        JsonArray attempts = await app.AttemptsAsync(id);
        Assert.Equal(["constraintConnectivity", "timeout"], attempts.Take(2).Select(one => (string?)one!["stopReason"]));
        await app.AdvanceAsync("PT2M");
        Assert.Equal(2000, journal.Began.ElementAt(2));
    }

    [Fact]
    public async Task ACheckpointThatIsTooLargeFailsTheWork()
    {
        await using TestApp app = await StartAsync(false, ("Work:Profile", "Android"));
        string id = await app.EnqueueOneAsync("""{ "worker": "slices", "input": { "of": 2, "fill": 20000 } }""");
        await app.IdleAsync();
        JsonObject failed = await app.GetAsync(id);
        Assert.Equal(("failed", "checkpointTooLarge"), ((string?)failed["state"], (string?)failed["error"]!["type"]));
    }

    [Fact]
    public async Task ThePlaceOfAKeyIsKeptFromSliceToSlice()
    {
        await using TestApp app = await StartAsync(false);
        string id = await app.EnqueueOneAsync("""{ "worker": "slices", "concurrencyKey": "disk", "input": { "of": 20, "seconds": 10 } }""");
        await app.IdleAsync();
        string other = await app.EnqueueOneAsync("""{ "worker": "scripted", "concurrencyKey": "disk", "priority": 100 }""");
        await app.AdvanceAsync("PT195S");
        Assert.Equal(("running", "enqueued"), ((string?)(await app.GetAsync(id))["state"], (string?)(await app.GetAsync(other))["state"]));
        await app.AdvanceAsync("PT5S");
        Assert.Equal(("succeeded", "succeeded"), ((string?)(await app.GetAsync(id))["state"], (string?)(await app.GetAsync(other))["state"]));
    }

    [Fact]
    public async Task AnUpdateHoldsFromTheNextSliceOnAndThatPassesTheGatesOfTheNewRequest()
    {
        await using TestApp app = await StartAsync(false);
        string id = await app.EnqueueOneAsync("""{ "worker": "slices", "concurrencyKey": "disk", "input": { "of": 3, "seconds": 10 } }""");
        string holder = await app.EnqueueOneAsync("""{ "worker": "delay", "concurrencyKey": "tape", "input": { "for": "PT1M" } }""");
        await app.IdleAsync();
        (await app.PutAsync($"/api/work/{id}", """{ "worker": "slices", "concurrencyKey": "tape", "input": { "of": 2, "seconds": 10 } }""")).EnsureSuccessStatusCode().Dispose();
        await app.AdvanceAsync("PT30S");
        Assert.Equal("enqueued", (string?)(await app.GetAsync(id))["state"]);
        string freed = await app.EnqueueOneAsync("""{ "worker": "scripted", "concurrencyKey": "disk" }""");
        await app.IdleAsync();
        Assert.Equal("succeeded", (string?)(await app.GetAsync(freed))["state"]);
        await app.AdvanceAsync("PT1M");
        JsonObject done = await app.GetAsync(id);
        Assert.Equal(("succeeded", 2, 1), ((string?)done["state"], (int)done["output"]!["counted"]!, (int)done["runAttemptCount"]!));
        Assert.Equal("succeeded", (string?)(await app.GetAsync(holder))["state"]);
    }

    private Task<TestApp> StartAsync(bool replayAlways, params (string, string)[] more) => TestApp.StartAsync(
        replayAlways, builder => builder.Services.AddSingleton(journal).AddWorker<SliceWorker>("slices"), more);
}
