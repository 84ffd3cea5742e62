using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;
using Work.Functions.Workers;

namespace Scenarios;

/// <summary>Running one unit.</summary>
public sealed class RunScenarios
{
    private const string Told = """{ "worker": "told" }""";
    private readonly ToldWorker.Orders told = new();

    [Fact]
    public async Task S037_A_success_is_final_and_counts_one_attempt()
    {
        await using TestApp app = await Scene.StartAsync(Scene.With(told));
        string id = await app.EnqueueOneAsync(Told);
        await app.IdleAsync();
        JsonObject work = await app.GetAsync(id);
        Assert.Equal(("succeeded", 1), ((string?)work["state"], (int)work["runAttemptCount"]!));

        // Whatever else may start it has dropped it: neither a call nor a restart nor time runs it again.
        await app.CallAsync($"/api/work/{id}/run-now", status: HttpStatusCode.Conflict);
        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("P1D");
        Assert.Equal(1, told.RunCount);
    }

    [Fact]
    public async Task S039_A_worker_that_is_unknown_or_cannot_be_made_fails_the_work()
    {
        told.OnCreate = () => throw new InvalidOperationException("cannot be made");
        await using TestApp app = await Scene.StartAsync(Scene.With(told));
        string unmade = await app.EnqueueOneAsync(Told);
        string unknown = await app.EnqueueOneAsync(Told.With(""" "initialDelay": "PT1H" """));
        await app.IdleAsync();
        Assert.Equal(("failed", "workerNotCreated"), await StateAndErrorAsync(app, unmade));
        app.Configure = _ => { };
        await app.RestartAsync();
        await app.AdvanceAsync("PT2H");
        Assert.Equal(("failed", "unknownWorker"), await StateAndErrorAsync(app, unknown));
        Assert.Equal(0, told.RunCount);
    }

    [Fact]
    public async Task S041_An_exception_fails_the_work()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Scene.Scripted("""{ "throw": "no luck" }"""));
        await app.IdleAsync();
        Assert.Equal(("failed", typeof(InvalidOperationException).FullName), await StateAndErrorAsync(app, id));
    }

    [Fact]
    public async Task S043_Work_that_runs_already_is_not_run_a_second_time()
    {
        await using TestApp app = await Scene.StartAsync(Scene.With(told));
        told.OnRun = async (context, stop) =>
        {
            await context.DelayAsync(TimeSpan.FromMinutes(5), stop);
            return WorkResult.Success();
        };
        string id = await app.EnqueueOneAsync(Told.With(""" "id": "once" """));
        await app.IdleAsync();
        await app.CallAsync($"/api/work/{id}/run-now", status: HttpStatusCode.Conflict);
        Assert.Equal("kept", (string?)(await app.EnqueueAsync(Told.With(""" "id": "once" """)))["operation"]);
        await app.IdleAsync();
        Assert.Equal(("running", 1), (await app.StateAsync(id), told.RunCount));

        // The run is delivered again after a crash, and its worker is not run for it.
        await app.CrashAndRestartAsync();
        await app.IdleAsync();
        Assert.Equal(1, told.RunCount);
        Assert.Equal("unknown", (string?)(await app.AttemptsAsync(id))[0]!["stopReason"]);
    }

    [Fact]
    public async Task S047_Work_that_backs_off_is_not_run_an_hour_early()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Scene.Scripted("""{ "result": "retry" }""").With(""" "backoff": { "policy": "linear", "delay": "PT2H" } """));
        await app.IdleAsync();
        await app.AdvanceAsync("PT1H");
        await app.CrashAndRestartAsync();
        await app.IdleAsync();
        JsonObject work = await app.GetAsync(id);
        Assert.Equal(("enqueued", 1), ((string?)work["state"], (int)work["runAttemptCount"]!));
    }

    [Fact]
    public async Task S049_The_first_run_of_periodic_work_waits_for_its_flex()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Scene.Succeeds.With(""" "period": { "every": "PT905S", "flex": "PT305S" } """));
        await app.IdleAsync();
        await app.CrashAndRestartAsync();
        await app.AdvanceToAsync(Scene.T0.AddSeconds(599));
        JsonObject work = await app.GetAsync(id);
        Assert.Equal(("enqueued", 0, 0), ((string?)work["state"], (int)work["runAttemptCount"]!, (int)work["periodCount"]!));
        await app.AdvanceToAsync(Scene.T0.AddSeconds(600));
        Assert.Equal(1, (int)(await app.GetAsync(id))["periodCount"]!);
    }

    [Fact]
    public async Task S051_A_failed_period_is_followed_by_the_next_as_a_successful_one_is()
    {
        await using TestApp app = await Scene.StartAsync();
        foreach (string result in new[] { "success", "failure" })
        {
            string id = await app.EnqueueOneAsync(Scene.Scripted($$"""{ "result": "{{result}}", "output": { "n": 1 } }""").With(""" "period": { "every": "PT905S" } """));
            await app.IdleAsync();
            JsonObject work = await app.GetAsync(id);
            Assert.Equal(("enqueued", 0, 1), ((string?)work["state"], (int)work["runAttemptCount"]!, (int)work["periodCount"]!));
            Assert.Equal(TimeSpan.FromMilliseconds(915_000), Scene.Next(work));
            Assert.Empty(work["output"]!.AsObject());
        }
    }

    [Fact]
    public async Task S053_The_worker_sees_the_attempts_before_its_own()
    {
        await using TestApp app = await Scene.StartAsync(Scene.With(told));
        told.OnRun = (context, _) => Task.FromResult(context.RunAttemptCount < 10 ? WorkResult.Retry() : WorkResult.Success());
        string id = await app.EnqueueOneAsync(Told);
        await app.AdvanceAsync("P1D");
        Assert.Equal(("succeeded", 11), (await app.StateAsync(id), (int)(await app.GetAsync(id))["runAttemptCount"]!));
        var seen = new List<int>();
        while (told.Runs.Reader.TryRead(out WorkContext? run))
        {
            seen.Add(run.RunAttemptCount);
        }

        Assert.Equal(Enumerable.Range(0, 11), seen);
    }

    [Fact]
    public async Task S055_A_stop_before_the_start_reaches_the_worker_that_was_made()
    {
        (TestApp app, string id, bool heard) = await StopBeforeTheBodyAsync();
        await using TestApp disposed = app;
        Assert.True(heard);
        JsonObject work = await app.GetAsync(id);
        Assert.Equal(("enqueued", "systemProcessing"), ((string?)work["state"], (string?)work["stopReason"]));
    }

    [Fact]
    public async Task S057_Work_that_was_stopped_before_its_body_is_picked_up_again()
    {
        (TestApp app, string id, _) = await StopBeforeTheBodyAsync();
        await using TestApp disposed = app;
        await app.AdvanceAsync("PT1M");
        JsonObject work = await app.GetAsync(id);
        Assert.Equal(("succeeded", 2, "notStopped"), ((string?)work["state"], (int)work["runAttemptCount"]!, (string?)work["stopReason"]));
    }

    [Fact]
    public async Task S059_A_failed_head_leaves_a_cancelled_dependent_cancelled()
    {
        await using TestApp app = await Scene.StartAsync();
        JsonObject answer = await app.EnqueueAsync(Scene.Chain(
            Scene.Scripted("""{ "result": "failure", "runFor": "PT1M" }""").With(""" "key": "head" """),
            Scene.Succeeds.With(""" "after": [ "head" ] """),
            Scene.Succeeds.With(""" "key": "b", "after": [ "head" ] """),
            Scene.Succeeds.With(""" "after": [ "b" ] """)));
        await app.CallAsync($"/api/work/{answer.Id(1)}/cancel");
        await app.AdvanceAsync("PT2M");
        Assert.Equal(["failed", "cancelled", "failed", "failed"], await app.StatesAsync(answer.Id(0), answer.Id(1), answer.Id(2), answer.Id(3)));
    }

    [Fact]
    public async Task S061_A_dependent_counts_its_time_from_its_unblocking()
    {
        await using TestApp app = await Scene.StartAsync();
        JsonObject answer = await app.EnqueueAsync(Scene.Chain(
            Scene.Scripted("""{ "result": "success", "runFor": "PT5M" }""").With(""" "key": "head" """),
            Scene.Succeeds.With(""" "after": [ "head" ], "initialDelay": "PT1H" """)));
        await app.IdleAsync();
        Assert.Null(await app.NextAsync(answer.Id(1)));
        await app.AdvanceAsync("PT6M");
        Assert.Equal(TimeSpan.FromSeconds(10 + 300 + 3_600), await app.NextAsync(answer.Id(1)));
    }

    [Fact]
    public async Task S063_The_array_merger_brings_the_outputs_of_two_prerequisites_into_one_array()
    {
        await using TestApp app = await Scene.StartAsync(Scene.With(told));
        await app.EnqueueAsync(Scene.Chain(
            Scene.Scripted("""{ "result": "success", "output": { "key": "value1" } }""").With(""" "key": "a" """),
            Scene.Scripted("""{ "result": "success", "output": { "key": "value2" } }""").With(""" "key": "b" """),
            Told.With(""" "after": [ "a", "b" ], "inputMerger": "arrayCreating" """)));
        JsonElement input = (await told.NextRunAsync()).Input;
        Assert.Equal(["value1", "value2"], input.GetProperty("key").EnumerateArray().Select(value => value.GetString()).Order(StringComparer.Ordinal));
    }

    private static async Task<(string?, string?)> StateAndErrorAsync(TestApp app, string id)
    {
        JsonObject work = await app.GetAsync(id);
        return ((string?)work["state"], (string?)work["error"]!["type"]);
    }

    // The stop comes while the worker is being made. The clock stands still, so the work cannot have gone on when this returns.
    private async Task<(TestApp App, string Id, bool Heard)> StopBeforeTheBodyAsync()
    {
        TestApp app = await Scene.StartAsync(Scene.With(told));
        using var created = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var heard = new TaskCompletionSource<bool>();
        told.OnCreate = () =>
        {
            created.Release();
            Assert.True(goOn.Wait(TimeSpan.FromSeconds(60)));
        };
        told.OnRun = (_, stop) =>
        {
            heard.TrySetResult(stop.IsCancellationRequested);
            return Task.FromResult(WorkResult.Success());
        };
        string id = await app.EnqueueOneAsync(Told);
        Assert.True(await created.WaitAsync(TimeSpan.FromSeconds(60)));
        await app.CallAsync($"/api/testing/work/{id}/stop", """{ "reason": "systemProcessing" }""");
        told.OnCreate = () => { };
        goOn.Release();
        bool was = await heard.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await app.IdleAsync();
        return (app, id, was);
    }
}
