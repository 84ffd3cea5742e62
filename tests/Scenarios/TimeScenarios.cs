using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Scenarios;

/// <summary>Time calculation. t0 = 10,000 ms, I = 905,000 ms, F = 305,000 ms.</summary>
public sealed class TimeScenarios
{
    private static readonly string Retries = Scene.Scripted("""{ "result": "retry" }""");

    [Fact]
    public async Task S001_One_time_delay_counts_from_the_enqueue()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Scene.Succeeds.With(""" "initialDelay": "PT5S" """));
        Assert.Equal(TimeSpan.FromMilliseconds(15_000), await app.NextAsync(id));
    }

    [Fact]
    public async Task S009_Linear_backoff_grows_by_equal_gaps()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Retries.With(""" "backoff": { "policy": "linear", "delay": "PT10S" } """));
        Assert.Equal([10_000, 20_000, 30_000], await DelaysAsync(app, id, 3));
    }

    [Fact]
    public async Task S011_Exponential_backoff_reaches_five_hours_and_never_overflows()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Retries.With(""" "backoff": { "policy": "exponential", "delay": "PT30S" } """));
        IReadOnlyList<double> delays = await DelaysAsync(app, id, 60);
        Assert.Equal([30_000, 60_000, 120_000, 240_000, 480_000, 960_000, 1_920_000, 3_840_000, 7_680_000, 15_360_000], delays.Take(10));
        Assert.All(delays.Skip(10), delay => Assert.Equal(18_000_000, delay));
    }

    [Fact]
    public async Task S021_A_delay_that_would_overflow_is_refused()
    {
        await using TestApp app = await Scene.StartAsync();
        foreach (string delay in new[] { "PT9223372036854775807S", "P10675199D", "PT2562047788015H12M55.807S" })
        {
            JsonObject problem = await app.CallAsync("/api/work", Scene.Succeeds.With($""" "initialDelay": "{delay}" """), HttpStatusCode.BadRequest);
            Assert.True(problem["errors"]!.AsObject().ContainsKey("initialDelay"));
        }
    }

    // From the end of each run to the next start, in milliseconds; runs take no time.
    private static async Task<IReadOnlyList<double>> DelaysAsync(TestApp app, string id, int runs)
    {
        var delays = new List<double>();
        await app.IdleAsync();
        TimeSpan now = Scene.T0 - DateTimeOffset.UnixEpoch;
        for (int run = 1; run <= runs; run++)
        {
            JsonObject work = await app.GetAsync(id);
            Assert.Equal(run, (int)work["runAttemptCount"]!);
            TimeSpan next = Scene.Next(work)!.Value;
            delays.Add((next - now).TotalMilliseconds);
            now = next;
            await app.AdvanceToAsync(DateTimeOffset.UnixEpoch + now);
        }

        return delays;
    }
}
