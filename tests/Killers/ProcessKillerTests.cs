using Work.Functions.Workers;

namespace Killers;

/// <summary>
/// A job kills its process: it takes all memory, or crashes the runtime. The attempt was to be counted when it failed, and it never fails; so it is fetched
/// again at each start, and with it all that runs beside it dies each time. Seen in sidekiq/sidekiq#4069, #4633, #5300 and #3400 and in graphile/worker#313.
///
/// Here an attempt is counted before it starts, so a work that kills its process uses its attempts up; what died beside it goes on.
/// </summary>
public sealed class ProcessKillerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AWorkThatKillsItsProcessEachTimeFailsWhenItsAttemptsAreUsedUp(bool replayAlways)
    {
        var tally = new Tally { OnRun = (context, stop) => context.Tags.Contains("killer") ? DieAsync(context, stop) : Task.FromResult(WorkResult.Success()) };
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        JsonObject chain = await app.EnqueueAsync("""
            { "work": [ { "key": "a", "worker": "tally", "tags": [ "killer" ], "timeout": "P2D", "maxAttempts": 3, "backoff": { "policy": "linear", "delay": "PT1M" } }, { "worker": "tally", "after": [ "a" ] } ] }
            """);
        string beside = await app.EnqueueOneAsync("""{ "worker": "scripted", "maxAttempts": 10, "backoff": { "policy": "linear", "delay": "PT10S" }, "input": { "attempts": [ { "runFor": "PT30S" } ] } }""");
        for (int death = 0; death < 5; death++)
        {
            await app.IdleAsync();
            await app.CrashAndRestartAsync();
            await app.AdvanceAsync("PT1M");
        }

        await app.AdvanceAsync("PT1H");
        Assert.Equal(("failed", "failed", "succeeded"), (await app.StateAsync(chain.Id()), await app.StateAsync(chain.Id(1)), await app.StateAsync(beside)));
        Assert.Equal("attemptsExhausted", (string?)(await app.GetAsync(chain.Id()))["error"]!["type"]);
        Assert.Equal(3, tally.Count);
        Assert.Equal(["unknown", "unknown", "unknown"], await app.EndsAsync(chain.Id()));
    }

    private static async Task<WorkResult> DieAsync(WorkContext context, CancellationToken stop)
    {
        await context.DelayAsync(TimeSpan.FromDays(1), stop);
        return WorkResult.Success();
    }
}
