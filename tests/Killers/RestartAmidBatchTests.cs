namespace Killers;

/// <summary>
/// The process restarts while a batch is being made or is being worked off: a part of it exists, the end that was to follow all of it never comes or comes too
/// early, and a repeat makes the first part twice. Seen in sidekiq/sidekiq#4607, #5068, #5802 and #6889.
///
/// Here each request of a batch is whole or not at all, a repeat of the batch with its key makes the missing ones alone, and a join waits for all.
/// </summary>
public sealed class RestartAmidBatchTests
{
    private const int Requests = 40;

    [Theory]
    [InlineData(KillPoint.BeforeCommit, false)]
    [InlineData(KillPoint.AfterCommit, true)]
    [InlineData(KillPoint.AfterDispatch, false)]
    public async Task ARepeatOfABatchThatWasCutShortMakesItWholeAndDoublesNothing(string step, bool replayAlways)
    {
        var tally = new Tally();
        var kill = new KillPoint();
        await using TestApp app = await TestApp.StartAsync(replayAlways, builder =>
        {
            tally.AddTo(builder);
            kill.AddTo(builder);
        });
        string body = $$"""{ "requests": [ {{string.Join(", ", Enumerable.Range(0, Requests).Select(i => i % 4 == 0 ? """{ "work": [ { "key": "a", "worker": "tally" }, { "worker": "tally", "after": [ "a" ] } ] }""" : Field.Tallied))}} ] }""";
        int passing = 1;
        foreach (int further in (int[])[1, 4, 10, 25])
        {
            passing += further;
            kill.Arm(app, step, passing);
            await kill.EndsAsync(() => app.CallAsync("/api/work/batch", body, "batch"));
            await app.CrashAndRestartAsync();
        }

        JsonObject answer = (await app.CallAsync("/api/work/batch", body, "batch")).Body;
        string[] ids = [.. answer["results"]!.AsArray().SelectMany(result => result!.AsObject().Ids())];
        await app.AdvanceAsync("PT10M");
        Assert.Equal(Requests + (Requests / 4), ids.Distinct().Count());
        Assert.Equal(new Dictionary<string, int> { ["succeeded"] = ids.Length }, await app.StatesAsync());
        Assert.Empty(tally.Doubled());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AJoinComesOnceAfterAllOfItsBranchesThroughRestarts(bool replayAlways)
    {
        var tally = new Tally
        {
            OnRun = async (context, stop) =>
        {
            await context.DelayAsync(TimeSpan.FromMinutes(context.Tags.Contains("join") ? 0 : 5), stop);
            return Work.Functions.Workers.WorkResult.Success();
        }
        };
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        string branches = string.Join(", ", Enumerable.Range(0, 80).Select(i => $$"""{ "key": "{{i}}", "worker": "tally", "backoff": { "policy": "linear", "delay": "PT10S" }, "initialDelay": "PT{{i % 4}}M" }"""));
        JsonObject answer = await app.EnqueueAsync($$"""{ "work": [ {{branches}}, { "worker": "tally", "tags": [ "join" ], "after": [ {{string.Join(", ", Enumerable.Range(0, 80).Select(i => $"\"{i}\""))}} ] } ] }""");
        for (int restart = 0; restart < 3; restart++)
        {
            await app.AdvanceAsync("PT2M");
            Assert.Empty(tally.Of(answer.Id(80)));
            await app.CrashAndRestartAsync();
        }

        await app.AdvanceAsync("PT1H");
        Assert.Equal(new Dictionary<string, int> { ["succeeded"] = 81 }, await app.StatesAsync());
        Assert.Single(tally.Of(answer.Id(80)));
    }
}
