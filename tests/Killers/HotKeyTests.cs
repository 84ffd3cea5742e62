using System.Net;
using Xunit.Abstractions;

namespace Killers;

/// <summary>
/// Many jobs wait for the same thing: one key of concurrency, one queue, one device that is not there. Each change looks at, locks or rewrites all who wait, so
/// twice as many cost four times as much, and the hot key stops everything. Seen in timgit/pg-boss#535, agenda/agenda#304 and rails/solid_queue#689.
///
/// Here who waits lies on pages, and a step costs what is at hand.
/// </summary>
public sealed class HotKeyTests(ITestOutputHelper output)
{
    private const string Key = """{ "worker": "tally", "concurrencyKey": "hot" }""";
    private const string Charging = """{ "worker": "tally", "scope": "device", "constraints": { "charging": true } }""";

    [Fact]
    public Task WaitersOfOneConcurrencyKeyCostTheSameEach() => KeyAsync(1_600);

    [Fact]
    [Trait("Category", "Long")]
    public Task TenThousandWaitersOfOneConcurrencyKeyCostTheSameEach() => KeyAsync(10_000);

    [Fact]
    public Task WaitersOfOneConditionCostTheSameEach() => ConditionAsync(1_000);

    [Fact]
    [Trait("Category", "Long")]
    public Task ThreeThousandWaitersOfOneConditionCostTheSameEach() => ConditionAsync(3_000);

    private async Task KeyAsync(int works) => (await CostOfAsync(works, Key, "")).IsAboutTwice(await CostOfAsync(works / 2, Key, ""), output);

    private async Task ConditionAsync(int works) => (await CostOfAsync(works, Charging, """{ "charging": """)).IsAboutTwice(await CostOfAsync(works / 2, Charging, """{ "charging": """), output);

    private static async Task<Costs> CostOfAsync(int works, string request, string condition)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(configure: tally.AddTo);
        if (condition.Length > 0)
        {
            await app.ReportAsync("device", condition + "false }");
        }

        Costs costs = await Costs.OfAsync(app, async () =>
        {
            for (int left = works; left > 0; left -= 500)
            {
                string requests = string.Join(", ", Enumerable.Repeat(request, Math.Min(left, 500)));
                Assert.Equal(HttpStatusCode.OK, (await app.CallAsync("/api/work/batch", $$"""{ "requests": [ {{requests}} ] }""")).Status);
            }

            await app.IdleAsync();
            if (condition.Length > 0)
            {
                Assert.Equal(0, tally.Count);
                await app.ReportAsync("device", condition + "true }");
            }

            await app.IdleAsync();
        });
        Assert.Equal(works, tally.Ids.Distinct().Count());
        Assert.Equal(works, tally.Count);
        return costs;
    }
}
