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
    public async Task S003_Periodic_work_without_a_flex_is_due_at_once()
    {
        await using TestApp app = await Scene.StartAsync();
        JsonObject answer = await app.EnqueueAsync(Scene.Succeeds.With(""" "period": { "every": "PT905S", "flex": "PT905S" } """));
        Assert.Equal(TimeSpan.FromMilliseconds(10_000), Scene.Next(answer["work"]![0]!));
    }

    [Fact]
    public async Task S005_After_the_first_period_the_next_is_an_interval_later()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Scene.Succeeds.With(""" "period": { "every": "PT905S", "flex": "PT905S" } """));
        await app.IdleAsync();
        Assert.Equal((1, TimeSpan.FromMilliseconds(915_000)), ((int)(await app.GetAsync(id))["periodCount"]!, await app.NextAsync(id)));
    }

    [Fact]
    public async Task S007_Flex_and_initial_delay_shift_the_first_run()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Scene.Succeeds.With(""" "period": { "every": "PT905S", "flex": "PT305S" }, "initialDelay": "PT10S" """));
        Assert.Equal(TimeSpan.FromMilliseconds(620_000), await app.NextAsync(id));
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
    public Task S013_An_interval_without_a_flex_is_its_own_flex() =>
        PeriodIsAsync(""" "every": "PT15M0.123S" """, "PT15M0.123S", "PT15M0.123S");

    [Fact]
    public Task S015_Too_small_an_interval_and_flex_are_raised() =>
        PeriodIsAsync(""" "every": "PT1M", "flex": "PT1M" """, "PT15M", "PT5M", "period.every", "period.flex");

    [Fact]
    public Task S017_Too_small_an_interval_is_raised_and_the_flex_kept() =>
        PeriodIsAsync(""" "every": "PT1M", "flex": "PT5M0.123S" """, "PT15M", "PT5M0.123S", "period.every");

    [Fact]
    public Task S019_An_interval_and_a_flex_are_stored_exactly() =>
        PeriodIsAsync(""" "every": "P2DT3H", "flex": "PT1H2M" """, "P2DT3H", "PT1H2M");

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

    [Fact]
    public async Task S023_Expedited_work_must_be_able_to_start_at_once()
    {
        await using TestApp app = await Scene.StartAsync();
        string expedited = Scene.Succeeds.With(""" "expedited": { "outOfQuota": "runAsNonExpedited" } """);
        string[] refused =
        [
            """ "constraints": { "charging": true } """,
            """ "constraints": { "batteryNotLow": true } """,
            """ "constraints": { "deviceIdle": true } """,
            """ "constraints": { "contentTriggers": [ { "uri": "content://a", "descendants": true } ] } """,
            """ "initialDelay": "PT1S" """,
            """ "period": { "every": "PT1H" } """,
        ];
        foreach (string fields in refused)
        {
            await app.CallAsync("/api/work", expedited.With(fields), HttpStatusCode.BadRequest);
        }

        Assert.Empty(await app.ListAsync("limit=1"));
        string id = await app.EnqueueOneAsync(expedited.With(""" "constraints": { "networkType": "connected", "storageNotLow": true } """));
        await app.IdleAsync();
        Assert.Equal("succeeded", await app.StateAsync(id));
    }

    // What was changed is told, and nothing else is.
    private static async Task PeriodIsAsync(string asked, string every, string flex, params string[] adjusted)
    {
        await using TestApp app = await Scene.StartAsync();
        JsonObject answer = await app.EnqueueAsync(Scene.Succeeds.With($$""" "period": { {{asked}} } """));
        JsonNode period = (await app.GetAsync(answer.Id()))["period"]!;
        Assert.Equal((every, flex), ((string?)period["every"], (string?)period["flex"]));
        Assert.Equal(adjusted, answer["adjustments"]!.AsArray().Select(adjustment => (string?)adjustment!["field"]));
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
