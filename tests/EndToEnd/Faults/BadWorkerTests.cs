using System.Diagnostics;
using System.Text.Json;

namespace EndToEnd.Faults;

/// <summary>Workers that harm their process. A supervisor starts it again; no work may bring it down for ever, and none may take the others with it.</summary>
[Trait("Category", "Long")]
public sealed class BadWorkerTests
{
    private const int MostStarts = 8;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task AWorkThatKillsItsProcessEachTimeEndsAsFailedWhenItsAttemptsAreUsedUp()
    {
        using var folder = new TemporaryFolder();

        (JsonElement killer, int deaths) = await SuperviseAsync(folder, """{ "worker": "stray-thread", "maxAttempts": 3, "backoff": { "policy": "linear", "delay": "PT1S" } }""");

        Assert.Equal(3, deaths);
        Assert.Equal("3", killer.Text("runAttemptCount"));
        Assert.Equal("attemptsExhausted", killer.GetProperty("error").Text("type"));
    }

    [Fact]
    public async Task AWorkThatTakesAllMemoryEndsAsFailedAndTheOthersFinish()
    {
        using var folder = new TemporaryFolder();

        (JsonElement hungry, _) = await SuperviseAsync(
            folder, """{ "worker": "hungry", "maxAttempts": 3, "backoff": { "policy": "linear", "delay": "PT1S" } }""", ("DOTNET_GCHeapHardLimit", "0x6000000"));

        Assert.Equal("3", hungry.Text("runAttemptCount"));
        Assert.Equal("attemptsExhausted", hungry.GetProperty("error").Text("type"));
    }

    [Fact]
    public async Task WorkersThatBlockTheirThreadsHoldUpNeitherTheApiNorOtherWork()
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Workers(folder.Path));
        await host.Client.FinishedAsync((await host.Client.EnqueueAsync("""{ "worker": "journal" }"""))[0]);
        var waited = Stopwatch.StartNew();
        for (int i = 0; i < 150; i++)
        {
            await host.Client.EnqueueAsync("""{ "worker": "blocking", "input": { "runFor": 60000 } }""");
        }

        string id = (await host.Client.EnqueueAsync("""{ "worker": "journal" }"""))[0];
        Assert.Equal("succeeded", (await host.Client.FinishedAsync(id)).Text("state"));
        await host.Client.ReadAsync("/api/stats");

        // Without more threads each enqueue waits for the pool to add one: more than a minute.
        Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), $"It took {waited.Elapsed}.");
        Assert.Equal(151, Journal.StartsIn(folder).Count(started => started != id));
    }

    // Starts the host again whenever it has died, until the work has finished; then all others have to.
    private static async Task<(JsonElement Bad, int Deaths)> SuperviseAsync(TemporaryFolder folder, string bad, params (string, string)[] environment)
    {
        HostProcess? host = await HostProcess.StartAsync(HostLaunch.Workers(folder.Path, environment));
        try
        {
            var others = new List<string>();
            for (int i = 0; i < 10; i++)
            {
                others.AddRange(await host.Client.EnqueueAsync(new { worker = "journal", initialDelay = $"PT{i}S", backoff = new { policy = "linear", delay = "PT1S" } }));
            }

            string id = (await host.Client.EnqueueAsync(bad))[0];
            for (int deaths = 0; deaths < MostStarts; deaths++)
            {
                if (host is not null && await FinishedOrDeadAsync(host, id) is { } finished)
                {
                    Assert.Equal("failed", finished.Text("state"));
                    foreach (string other in others)
                    {
                        Assert.Equal("succeeded", (await host.Client.FinishedAsync(other)).Text("state"));
                    }

                    return (finished, deaths);
                }

                if (host is not null)
                {
                    Assert.NotEqual(0, await host.EndedAsync());
                    await host.DisposeAsync();
                }

                host = await TryStartAsync(HostLaunch.Workers(folder.Path, environment));
            }

            throw new InvalidOperationException($"The process died {MostStarts} times.");
        }
        finally
        {
            await (host?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    // Null when it died before it served: the run that kills it may be the first thing that is due.
    private static async Task<HostProcess?> TryStartAsync(HostLaunch launch)
    {
        try
        {
            return await HostProcess.StartAsync(launch);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task<JsonElement?> FinishedOrDeadAsync(HostProcess host, string id)
    {
        var waited = Stopwatch.StartNew();
        while (!host.HasEnded && waited.Elapsed < TimeSpan.FromMinutes(1))
        {
            try
            {
                JsonElement work = await host.Client.ReadAsync($"/api/work/{id}");
                if (work.Text("state") is "succeeded" or "failed" or "cancelled")
                {
                    return work;
                }
            }
            catch (HttpRequestException)
            {
                // Dying, or out of memory just now.
            }

            await Task.Delay(LookEvery);
        }

        return null;
    }
}
