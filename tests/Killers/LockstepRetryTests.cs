using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Works;

namespace Killers;

/// <summary>
/// What all jobs call fails for a moment. They fail together, wait equally long, come back together, and take it down again. Seen in payloadcms/payload#16579,
/// grafana/tempo#5150, MaterializeInc/materialize#37099 and multica-ai/multica#7471.
///
/// Here profile Server adds up to a tenth of the delay by chance to each, so a wave spreads, and spreads further with each attempt.
/// </summary>
public sealed class LockstepRetryTests
{
    private const int Works = 60;

    [Fact]
    public async Task WorksThatFailTogetherDoNotComeBackTogether()
    {
        await using TestApp app = await TestApp.StartAsync(configure: builder => builder.Services.AddSingleton<IChance>(new Chance()));
        JsonObject[] answers = await Task.WhenAll(Enumerable.Range(0, Works).Select(_ => app.EnqueueAsync(
            """{ "worker": "scripted", "backoff": { "policy": "exponential", "delay": "PT100S" }, "input": { "attempts": [ { "result": "retry" } ] } }""")));
        await app.IdleAsync();
        TimeSpan[] first = await DelaysAsync(app, answers);
        Assert.All(first, delay => Assert.InRange(delay, TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(110)));
        Assert.InRange(first.Distinct().Count(), Works * 9 / 10, Works);
        Assert.InRange(first.Max() - first.Min(), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
        await app.AdvanceAsync("PT2M");
        TimeSpan[] second = await DelaysAsync(app, answers);
        Assert.InRange(second.Max() - second.Min(), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(32));
    }

    private static async Task<TimeSpan[]> DelaysAsync(TestApp app, IEnumerable<JsonObject> answers) =>
        await Task.WhenAll(answers.Select(async answer => DateTimeOffset.Parse((string)(await app.GetAsync(answer.Id()))["nextScheduleTime"]!, System.Globalization.CultureInfo.InvariantCulture) - Field.Start));
}
