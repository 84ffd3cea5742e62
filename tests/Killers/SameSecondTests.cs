using System.Net;
using Work.Embedded.Engine;

namespace Killers;

/// <summary>
/// Tens of thousands of jobs are due in the same second, at midnight say. The scheduler takes them one by one, or a poll's worth at a time, and lags for many
/// minutes; some are started twice by those who hurry after it. Seen in resque/resque-scheduler#640 and #540, nestjs/schedule#1534 and yontrack/yontrack#483.
///
/// Here they are read by pages and started as fast as they can be, each once; what it costs for each does not depend on how many they are.
/// </summary>
public sealed class SameSecondTests
{
    // Start, hand out, end: with their messages and histories.
    private const int MostRowsOfAWork = 16;
    private const int MostStepsOfAWork = 4;

    [Fact]
    public Task ThousandsThatAreDueAtOnceRunOnceEachAndCostTheSameEach() => RunAsync(2_000);

    [Fact]
    [Trait("Category", "Long")]
    public Task FiftyThousandThatAreDueAtOnceRunOnceEachAndCostTheSameEach() => RunAsync(50_000);

    private static async Task RunAsync(int works)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(configure: tally.AddTo);
        string requests = string.Join(", ", Enumerable.Repeat("""{ "worker": "tally", "runAt": "2030-01-02T00:00:00Z" }""", 1_000));
        for (int i = 0; i < works / 1_000; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await app.CallAsync("/api/work/batch", $$"""{ "requests": [ {{requests}} ] }""")).Status);
        }

        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("PT23H59M59S");
        Assert.Equal(0, tally.Count);
        EngineStatistics before = app.Statistics();
        await app.AdvanceAsync("PT1S");
        EngineStatistics after = app.Statistics();
        Assert.Equal((works, works), (tally.Count, tally.Ids.Distinct().Count()));
        Assert.InRange(after.Steps - before.Steps, works, MostStepsOfAWork * works);
        Assert.InRange(after.Rows - before.Rows, works, MostRowsOfAWork * works);
        Assert.Equal(new Dictionary<string, int> { ["succeeded"] = works }, await app.StatesAsync());
    }
}
