using System.Net;

namespace Killers;

/// <summary>
/// A queue is paused for long, and work piles up. When it is resumed all of it starts at once, past the limits that hold otherwise, or the delays that ran out
/// meanwhile are not known any more. Seen in taskforcesh/bullmq#427, OptimalBits/bull#1087, kestra-io/kestra#13135 and triggerdotdev/trigger.dev#2745.
///
/// Here resumed work passes the same gates as all work, so that the app's slots hold.
/// </summary>
public sealed class PausedBacklogTests
{
    private const int Works = 60;
    private const int Slots = 4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ABacklogIsWorkedOffWithinTheSlots(bool replayAlways)
    {
        int running = 0;
        int most = 0;
        var tally = new Tally
        {
            OnRun = async (context, stop) =>
            {
                int now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await context.DelayAsync(TimeSpan.FromMinutes(1), stop);
                Interlocked.Decrement(ref running);
                return Work.Functions.Workers.WorkResult.Success();
            },
        };
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo, ("Work:Slots", $"{Slots}"));
        Assert.Equal(HttpStatusCode.OK, (await app.CallAsync("/api/workers/tally/pause")).Status);
        for (int i = 0; i < Works; i++)
        {
            await app.EnqueueAsync($$"""{ "id": "{{i}}", "worker": "tally", "initialDelay": "PT{{i}}S" }""");
        }

        await app.AdvanceAsync("P3D");
        await app.CrashAndRestartAsync();
        Assert.Equal(0, tally.Count);
        Assert.Equal(HttpStatusCode.OK, (await app.CallAsync("/api/workers/tally/resume")).Status);
        await app.IdleAsync();
        Assert.Equal(Slots, tally.Count);
        await app.AdvanceAsync("PT1H");
        Assert.Equal((Slots, Works), (most, tally.Count));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = most; value > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
