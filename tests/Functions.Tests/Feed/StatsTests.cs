using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Feed;

/// <summary>What there is, in numbers.</summary>
public sealed class StatsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WorksAreCountedByStateAndByWorkerWithTheAgeOfTheQueueAndLeasesThatRanOut(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways, more: ("Work:ExternalWorkers:0:Name", "outside"));
        await app.EnqueueAsync("""
            { "work": [
              { "key": "a", "worker": "scripted" },
              { "key": "b", "worker": "scripted", "after": ["a"], "input": { "attempts": [ { "result": "failure" } ] } },
              { "worker": "delay", "after": ["b"], "input": { "for": "PT1S" } },
              { "key": "d", "worker": "delay", "input": { "for": "PT1H" } },
              { "worker": "delay", "after": ["d"], "input": { "for": "PT1H" } } ] }
            """);
        await app.EnqueueAsync("""{ "id": "late", "worker": "delay", "initialDelay": "P1D", "input": { "for": "PT1S" } }""");
        await app.EnqueueAsync("""{ "worker": "outside", "backoff": { "policy": "linear", "delay": "PT1M" } }""");
        await app.IdleAsync();
        (await app.PostAsync("/api/leases", """{ "workers": ["outside"], "leaseFor": "PT1M" }""")).Dispose();
        await app.AdvanceAsync("PT3M");
        JsonObject stats = await app.JsonAsync("/api/stats");
        Assert.Equal((1, 2, 1, 1, 2, 0), Counts(stats["states"]!));
        Assert.Equal((0, 0, 0, 1, 1, 0), Counts(stats["workers"]!["scripted"]!["states"]!));
        Assert.Equal((1, 1, 1, 0, 1, 0), Counts(stats["workers"]!["delay"]!["states"]!));
        Assert.Equal((1, "2030-01-01T00:01:00Z"), ((int)stats["workers"]!["outside"]!["expiredLeases"]!, (string?)stats["workers"]!["outside"]!["oldestDueAt"]));
        Assert.Equal(("2030-01-01T00:01:00Z", 0), ((string?)stats["oldestDueAt"], (int)stats["workers"]!["http"]!["expiredLeases"]!));
        Assert.Null(stats["workers"]!["delay"]!["oldestDueAt"]);
    }

    private static (int Blocked, int Enqueued, int Running, int Succeeded, int Failed, int Cancelled) Counts(JsonNode states) => (
        (int)states["blocked"]!, (int)states["enqueued"]!, (int)states["running"]!, (int)states["succeeded"]!, (int)states["failed"]!, (int)states["cancelled"]!);
}
