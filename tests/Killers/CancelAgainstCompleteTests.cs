using Work.Functions.Workers;

namespace Killers;

/// <summary>
/// A cancel and the end of the run meet. The later write wins: cancelled work turns into succeeded, or finished work into cancelled, and what depends on it
/// runs or not by chance. Seen in grantcarthew/node-rethinkdb-job-queue#82, SamSaffron/term-llm#790, LabKey/platform#5963 and SDU-eScience/UCloud#762.
///
/// Here the instance decides which came first. The answer to the cancel says which it was, and nothing changes it after that.
/// </summary>
public sealed class CancelAgainstCompleteTests
{
    private const int Races = 24;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhicheverComesFirstIsFinalAndWhatFollowsGoesByIt(bool replayAlways)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tally = new Tally { OnRun = (context, _) => context.Tags.Contains("first") ? EndAsync(go.Task) : Task.FromResult(WorkResult.Success()) };
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        JsonObject[] chains = await Task.WhenAll(Enumerable.Range(0, Races).Select(_ => app.EnqueueAsync(
            """{ "work": [ { "key": "a", "worker": "tally", "tags": [ "first" ] }, { "worker": "tally", "after": [ "a" ] } ] }""")));
        while (tally.Count < Races)
        {
            await Task.Yield();
        }

        Task<IReadOnlyList<string>>[] cancels = [.. chains.Select(chain => Task.Run(() => app.CancelAsync(chain.Id())))];
        go.SetResult();
        HashSet<string> cancelled = [.. (await Task.WhenAll(cancels)).SelectMany(ids => ids)];
        await app.IdleAsync();
        for (int round = 0; round < 2; round++)
        {
            foreach (JsonObject chain in chains)
            {
                await HoldsAsync(app, tally, cancelled, chain);
            }

            await app.CrashAndRestartAsync();
            await app.AdvanceAsync("PT1H");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AResultThatComesAfterTheCancelIsDroppedAndACancelAfterTheResultChangesNothing(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        string stubborn = await app.EnqueueOneAsync("""{ "worker": "scripted", "input": { "attempts": [ { "runFor": "PT5M", "ignoreStop": true, "output": { "n": 1 } } ] } }""");
        string done = await app.EnqueueOneAsync("""{ "worker": "scripted" }""");
        await app.IdleAsync();
        Assert.Equal([stubborn], await app.CancelAsync(stubborn));
        Assert.Empty(await app.CancelAsync(done));
        await app.AdvanceAsync("PT1H");
        Assert.Equal(("cancelled", "succeeded"), (await app.StateAsync(stubborn), await app.StateAsync(done)));
        Assert.Empty((await app.GetAsync(stubborn))["output"]?.AsObject() ?? []);
        Assert.Empty(await app.CancelAsync(stubborn));
    }

    // The answers say what was cancelled; all else has succeeded, and nothing ran but by that.
    private static async Task HoldsAsync(TestApp app, Tally tally, HashSet<string> cancelled, JsonObject chain)
    {
        (string first, string second) = (chain.Id(), chain.Id(1));
        Assert.Equal(cancelled.Contains(first) ? "cancelled" : "succeeded", await app.StateAsync(first));
        Assert.Equal(cancelled.Contains(second) ? "cancelled" : "succeeded", await app.StateAsync(second));
        Assert.Equal([cancelled.Contains(first) ? "cancelledByApp" : "success"], await app.EndsAsync(first));
        Assert.InRange(tally.Of(second).Length, cancelled.Contains(second) ? 0 : 1, cancelled.Contains(first) ? 0 : 1);
    }

    private static async Task<WorkResult> EndAsync(Task go)
    {
        await go;
        return WorkResult.Success();
    }
}
