using Xunit.Abstractions;

namespace Killers;

/// <summary>
/// A long chain, a name that is appended to for ever, or a job that is retried thousands of times is kept in one document or one history, which is read and
/// written anew with each step. Seen in Outset-AI/dramatiq-workflow#1, vercel/workflow#1315, durable-workflow/workflow#508 and temporalio/web#134.
///
/// Here a chain is split into instances, a name forgets what has finished, and an instance goes on as new, so each step costs the same.
/// </summary>
public sealed class LongChainTests(ITestOutputHelper output)
{
    // A custom status holds 16 KB on Azure.
    private const int MostBytesOfAStatus = 16 * 1024;

    [Theory]
    [InlineData(false, 512)]
    [InlineData(true, 256)]
    public Task EachStepOfAChainCostsTheSame(bool replayAlways, int length) => ChainAsync(replayAlways, length);

    [Fact]
    [Trait("Category", "Long")]
    public Task EachStepOfAChainOfTenThousandCostsTheSame() => ChainAsync(replayAlways: false, 10_000);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnAppendToANameThatIsNeverAtRestCostsNoMoreThanItsStatus(bool replayAlways)
    {
        const int Appends = 40;
        (await CostAsync(replayAlways, app => AppendAllAsync(app, Appends))).IsAtMost(Appends, rows: 30, bytes: 2 * MostBytesOfAStatus, steps: 12, output);
    }

    [Fact]
    [Trait("Category", "Long")]
    public Task EachOfTwoThousandAppendsToANameThatIsNeverAtRestCostsTheSame() => AppendAsync(replayAlways: false, 2_000);

    [Fact]
    public async Task EachRetryCostsTheSame()
    {
        Costs half = await CostAsync(replayAlways: false, app => RetriedAsync(app, 500), "failed");
        (await CostAsync(replayAlways: false, app => RetriedAsync(app, 1_000), "failed")).IsAboutTwice(half, output);
    }

    [Fact]
    public async Task ARetryOnAHostThatReplaysCostsNoMoreThanItsStatus()
    {
        const int Retries = 120;
        (await CostAsync(replayAlways: true, app => RetriedAsync(app, Retries), "failed")).IsAtMost(Retries, rows: 8, bytes: MostBytesOfAStatus, steps: 4, output);
    }

    private async Task ChainAsync(bool replayAlways, int length)
    {
        Costs half = await CostAsync(replayAlways, app => app.EnqueueAsync(ChainOf(length / 2)));
        (await CostAsync(replayAlways, app => app.EnqueueAsync(ChainOf(length)))).IsAboutTwice(half, output);
    }

    private static string ChainOf(int length) => $$"""
        { "work": [ {{string.Join(", ", Enumerable.Range(0, length).Select(i => $$"""{ "key": "{{i}}", "worker": "tally"{{(i == 0 ? "" : $", \"after\": [ \"{i - 1}\" ]")}} }"""))}} ] }
        """;

    private async Task AppendAsync(bool replayAlways, int appends)
    {
        Costs half = await CostAsync(replayAlways, app => AppendAllAsync(app, appends / 2));
        (await CostAsync(replayAlways, app => AppendAllAsync(app, appends))).IsAboutTwice(half, output);
    }

    // There is always one that waits, so the name's owner never ends.
    private static async Task AppendAllAsync(TestApp app, int appends)
    {
        for (int append = 0; append < appends; append++)
        {
            await app.EnqueueAsync("""{ "uniqueName": "n", "existingWorkPolicy": "append", "work": [ { "worker": "tally", "initialDelay": "PT1M" } ] }""");
            await app.AdvanceAsync("PT30S");
        }

        await app.AdvanceAsync($"PT{appends + 1}M");
    }

    private static Task<JsonObject> RetriedAsync(TestApp app, int times) => app.EnqueueAsync(
        $$"""{ "worker": "scripted", "maxAttempts": {{times}}, "backoff": { "policy": "linear", "delay": "PT1S" }, "input": { "attempts": [ { "result": "retry" } ] } }""");

    private static async Task<Costs> CostAsync(bool replayAlways, Func<TestApp, Task> act, string ends = "succeeded")
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo, ("Work:AutoPrune", "false"));
        Costs costs = await Costs.OfAsync(app, async () =>
        {
            await act(app);
            await app.AdvanceAsync("P10D");
        });
        Assert.Equal([ends], (await app.StatesAsync()).Keys);
        return costs;
    }
}
