using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;
using Work.Model;

namespace Scenarios;

/// <summary>Schedulers and constraints.</summary>
public sealed class SchedulingScenarios
{
    [Fact]
    public async Task S101_What_is_eligible_has_neither_finished_nor_begun_nor_is_it_blocked()
    {
        await using TestApp app = await Scene.StartAsync();
        JsonObject answer = await app.EnqueueAsync(Scene.Chain(
            Scene.Scripted("""{ "result": "success", "runFor": "PT4H" }""").With(""" "initialDelay": "PT1H" """),
            Scene.Succeeds,
            Scene.Scripted("""{ "result": "success", "runFor": "PT4H" }""").With(""" "key": "c" """),
            Scene.Scripted("""{ "result": "retry" }""", """{ "result": "success", "runFor": "PT4H" }"""),
            Scene.Succeeds.With(""" "after": [ "c" ] """)));
        string[] ids = [.. Enumerable.Range(0, 5).Select(answer.Id)];
        await app.IdleAsync();
        Assert.Equal(new[] { ids[0], ids[3] }.Order(), (await app.ListAsync("state=enqueued")).Order());
        await app.AdvanceAsync("PT1H");
        Assert.Equal(["running", "succeeded", "running", "running", "blocked"], await app.StatesAsync(ids));

        // Whoever starts afresh forgets what was handed out, and what is blocked stays so.
        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("PT2H");
        Assert.Equal(["running", "succeeded", "running", "running", "blocked"], await app.StatesAsync(ids));
        Assert.Equal([2, 1, 2, 3, 0], await AttemptsAsync(app, ids));
    }

    [Fact]
    public async Task S103_Work_that_is_stopped_again_and_again_starts_ever_later()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Scene.Scripted("""{ "result": "success", "runFor": "PT1H" }""").With(""" "backoff": { "policy": "linear", "delay": "PT10S" } """));
        await app.IdleAsync();
        for (int stop = 1; stop <= 10; stop++)
        {
            await app.CallAsync($"/api/testing/work/{id}/stop", """{ "reason": "deviceState" }""");
            await app.IdleAsync();
            int seconds = Math.Max(10 * stop, 30 * (stop - 5));
            Assert.Equal(Scene.T0.AddSeconds(seconds) - DateTimeOffset.UnixEpoch, await app.NextAsync(id));
            await app.AdvanceToAsync(Scene.T0.AddSeconds(seconds));
            Assert.Equal("running", await app.StateAsync(id));
        }
    }

    [Fact]
    public async Task S105_All_constraints_must_hold_and_all_must_go_on_holding()
    {
        await using TestApp app = await Scene.StartAsync();
        await app.ReportAsync("site", """{ "charging": false, "networkType": "none" }""");
        string id = await app.EnqueueOneAsync(Constrained("site", """{ "charging": true, "networkType": "connected" }"""));
        await app.IdleAsync();
        Assert.Equal("enqueued", await app.StateAsync(id));
        await app.ReportAsync("site", """{ "charging": true }""");
        Assert.Equal("enqueued", await app.StateAsync(id));
        await app.ReportAsync("site", """{ "networkType": "metered" }""");
        Assert.Equal("running", await app.StateAsync(id));
        await app.ReportAsync("site", """{ "networkType": "none" }""");
        JsonObject work = await app.GetAsync(id);
        Assert.Equal(("enqueued", "constraintConnectivity"), ((string?)work["state"], (string?)work["stopReason"]));
    }

    [Fact]
    public async Task S107_A_network_that_is_not_there_is_not_met_with_its_reason()
    {
        await using TestApp app = await Scene.StartAsync();
        await app.ReportAsync("site", """{ "networkType": "metered" }""");
        string id = await app.EnqueueOneAsync(Constrained("site", """{ "networkType": "unmetered" }"""));
        await app.AdvanceAsync("PT1S");
        Assert.Equal("enqueued", await app.StateAsync(id));
        JsonNode held = Assert.Single((await app.JsonAsync($"/api/work/{id}/explain"))["waitingFor"]!.AsArray())!;
        Assert.Equal(("constraint", "networkType"), ((string?)held["kind"], (string?)held["name"]));
        await app.ReportAsync("site", """{ "networkType": "unmetered" }""");
        await app.ReportAsync("site", """{ "networkType": "metered" }""");
        Assert.Equal("constraintConnectivity", (string?)(await app.GetAsync(id))["stopReason"]);
    }

    [Fact]
    public async Task S007b_Many_watchers_at_once_do_no_harm()
    {
        await using TestApp app = await Scene.StartAsync();
        string[] works = [.. Enumerable.Range(0, 120).Select(i => Constrained($"site-{i % 12}", """{ "networkType": "unmetered" }"""))];
        foreach (int site in Enumerable.Range(0, 12))
        {
            await app.ReportAsync($"site-{site}", """{ "networkType": "none" }""");
        }

        await Task.WhenAll(works.Select(work => app.EnqueueAsync(work)));
        await app.IdleAsync();
        Assert.Equal(120, (await app.ListAsync("state=enqueued&limit=1000")).Count);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(site => app.ReportAsync($"site-{site}", """{ "networkType": "unmetered" }""")));
        await app.AdvanceAsync("PT1H");
        Assert.Equal(120, (await app.ListAsync("state=succeeded&limit=1000")).Count);
    }

    [Fact]
    public async Task S001c_The_end_of_a_periodic_run_schedules_the_next_with_one_period_counted()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Scene.Succeeds.With(""" "period": { "every": "PT15M" } """));
        await app.IdleAsync();
        JsonObject work = await app.GetAsync(id);
        Assert.Equal(("enqueued", 1, Scene.T0.AddMinutes(15) - DateTimeOffset.UnixEpoch), ((string?)work["state"], (int)work["periodCount"]!, Scene.Next(work)));
    }

    [Fact]
    public async Task S109_Interrupted_work_is_scheduled_again_once_with_its_attempt_counted()
    {
        var told = new ToldWorker.Orders
        {
            OnRun = async (context, stop) =>
            {
                await context.DelayAsync(context.RunAttemptCount == 0 ? TimeSpan.FromHours(1) : TimeSpan.Zero, stop);
                return Work.Functions.Workers.WorkResult.Success();
            },
        };
        await using TestApp app = await Scene.StartAsync(Scene.With(told));
        string id = await app.EnqueueOneAsync("""{ "worker": "told", "timeout": "P1D" }""");
        await app.IdleAsync();
        await app.CrashAndRestartAsync();
        await app.IdleAsync();
        JsonObject work = await app.GetAsync(id);
        Assert.Equal(("enqueued", "unknown", 1), ((string?)work["state"], (string?)work["stopReason"], (int)work["runAttemptCount"]!));
        await app.AdvanceAsync("P1D");
        Assert.Equal("succeeded", await app.StateAsync(id));
        Assert.Equal(0, (await told.NextRunAsync()).RunAttemptCount);
        Assert.Equal(1, (await told.NextRunAsync()).RunAttemptCount);
        Assert.Equal(0, told.RunCount);
    }

    private static string Constrained(string scope, string constraints) =>
        Scene.Scripted("""{ "result": "success", "runFor": "PT1M" }""").With($""" "scope": "{scope}", "constraints": {constraints} """);

    private static async Task<IEnumerable<int>> AttemptsAsync(TestApp app, IEnumerable<string> ids)
    {
        var attempts = new List<int>();
        foreach (string id in ids)
        {
            attempts.Add((int)(await app.GetAsync(id))["runAttemptCount"]!);
        }

        return attempts;
    }
}
