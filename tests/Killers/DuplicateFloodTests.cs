namespace Killers;

/// <summary>
/// Each start registers the recurring jobs again, or a job that was being processed at the stop is queued a second time: after some restarts everything runs
/// many times. Seen in OptimalBits/bull#666, taskforcesh/bullmq#2876, jobrunr/jobrunr#373, RocketChat/Rocket.Chat#21866 and lykmapipo/kue-scheduler#90.
///
/// Here what is asked for under a name or an id at each start is kept, and a restart makes nothing anew.
/// </summary>
public sealed class DuplicateFloodTests
{
    private const int Restarts = 6;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HoweverOftenItStartsAndAsksForTheSameThereIsOneOfEach(bool replayAlways)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        var ids = new List<string>();
        for (int start = 0; start < Restarts; start++)
        {
            ids.AddRange((await app.EnqueueAsync("""{ "uniqueName": "report", "existingWorkPolicy": "keep", "work": [ { "worker": "tally", "cron": { "expression": "0 * * * *" } } ] }""")).Ids());
            ids.AddRange((await app.EnqueueAsync("""{ "uniqueName": "sweep", "existingWorkPolicy": "update", "work": [ { "worker": "tally", "period": { "every": "PT1H" } } ] }""")).Ids());
            ids.AddRange((await app.EnqueueAsync("""{ "id": "once", "worker": "tally" }""")).Ids());
            await app.AdvanceAsync("PT10M");
            await (start % 2 == 0 ? app.CrashAndRestartAsync() : app.RestartAsync());
        }

        await app.AdvanceAsync("PT2H5M");
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(3, (await app.StatesAsync()).Values.Sum());
        Assert.Equal(["01-01 01:00:00", "01-01 02:00:00", "01-01 03:00:00"], tally.Texts(ids[0]));
        Assert.Equal(4, tally.Of(ids[1]).Length);
        Assert.Single(tally.Of("once"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatWaitsOrBacksOffIsNotQueuedAnewByARestart(bool replayAlways)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        JsonObject[] delayed = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => app.EnqueueAsync("""{ "worker": "tally", "initialDelay": "PT1H" }""")));
        for (int start = 0; start < Restarts; start++)
        {
            await app.AdvanceAsync("PT9M");
            await app.CrashAndRestartAsync();
        }

        Assert.Equal(0, tally.Count);
        await app.AdvanceAsync("PT6M");
        Assert.All(delayed, work => Assert.Single(tally.Of(work.Id())));
        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("P1D");
        Assert.Equal(delayed.Length, tally.Count);
    }
}
