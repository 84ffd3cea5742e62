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
