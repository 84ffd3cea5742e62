using Work.Embedded.Hosting;
using Work.Embedded.Storage;
using Work.Functions;
using Work.Functions.Workers;

namespace Killers;

/// <summary>
/// A rescuer looks for orphans by how long they have been running, or by its own start, and takes work whose worker is alive: it runs beside itself. Seen
/// in oban-bg/oban#1141, hexpm/hexpm#1825, OptimalBits/bull#308 and rails/solid_queue#761.
///
/// Here time alone rescues nobody. A run is taken for lost when its process has died, which the directory's lock proves, or when a worker that promised to
/// show that it is alive has not.
/// </summary>
public sealed class RescuerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARunThatShowsThatItIsAliveIsNeverTaken(bool replayAlways)
    {
        var tally = new Tally { OnRun = BeatAsync };
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        string id = await app.EnqueueOneAsync("""{ "worker": "tally", "longRunning": true }""");
        await app.AdvanceAsync("PT3H");
        Assert.Equal(("succeeded", 1), (await app.StateAsync(id), tally.Of(id).Length));
    }

    [Fact]
    public async Task AnotherProcessOnTheSameDirectoryTakesNothing()
    {
        var tally = new Tally { OnRun = BeatAsync };
        await using TestApp app = await TestApp.StartAsync(configure: tally.AddTo);
        string id = await app.EnqueueOneAsync("""{ "worker": "tally", "longRunning": true }""");
        await app.IdleAsync();
        await Assert.ThrowsAsync<StoreException>(() => EmbeddedTestHost.StartAsync(
            builder => tally.AddTo(builder.AddWork()), Path.GetDirectoryName(app.Files)!, [new("Work:Testing:Enabled", "true")], typeof(WorkApplication).Assembly));
        await app.AdvanceAsync("PT3H");
        Assert.Equal(("succeeded", 1), (await app.StateAsync(id), tally.Of(id).Length));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARunOfADeadProcessIsTakenOnceHoweverOftenTheProcessDies(bool replayAlways)
    {
        var tally = new Tally { OnRun = BeatAsync };
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        string id = await app.EnqueueOneAsync("""{ "worker": "tally", "longRunning": true, "backoff": { "policy": "linear", "delay": "PT10S" } }""");
        await app.IdleAsync();
        await app.CrashAndRestartAsync();
        await app.CrashAndRestartAsync();
        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("PT3H");
        Assert.Equal(["unknown", "success"], await app.EndsAsync(id));
        Assert.Equal(2, tally.Of(id).Length);
        Assert.Empty(tally.Doubled());
    }

    private static async Task<WorkResult> BeatAsync(WorkContext context, CancellationToken stop)
    {
        for (int beat = 0; beat < 144; beat++)
        {
            await context.DelayAsync(TimeSpan.FromSeconds(50), stop);
            await context.HeartbeatAsync(stop);
        }

        return WorkResult.Success();
    }
}
