using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Work.Embedded.Hosting;
using Work.Embedded.Storage;
using Work.Functions;
using Work.Functions.Tests.Works;

namespace Scenarios;

/// <summary>Cancel, stop reasons, prune, restart.</summary>
public sealed class CancelScenarios
{
    private static readonly string RunsAnHour = Scene.Scripted("""{ "result": "success", "runFor": "PT1H" }""");

    [Fact]
    public async Task S091_A_cancel_reaches_dependents_also_through_work_that_succeeded()
    {
        await using TestApp app = await Scene.StartAsync();
        string body = Scene.Chain(
            RunsAnHour.With(""" "key": "a" """),
            RunsAnHour.With(""" "key": "b", "after": [ "a" ] """),
            RunsAnHour.With(""" "after": [ "b" ] """));
        JsonObject root = await app.EnqueueAsync(body);
        await app.CallAsync($"/api/work/{root.Id()}/cancel");
        Assert.Equal(["cancelled", "cancelled", "cancelled"], await app.StatesAsync(root.Id(0), root.Id(1), root.Id(2)));
        JsonObject begun = await app.EnqueueAsync(body);
        await app.AdvanceAsync("PT90M");
        Assert.Equal(["succeeded", "running", "blocked"], await app.StatesAsync(begun.Id(0), begun.Id(1), begun.Id(2)));
        await app.CallAsync($"/api/work/{begun.Id()}/cancel");
        Assert.Equal(["succeeded", "cancelled", "cancelled"], await app.StatesAsync(begun.Id(0), begun.Id(1), begun.Id(2)));
    }

    [Fact]
    public async Task S093_Cancelling_all_reaches_the_unfinished_spares_the_finished_and_is_remembered()
    {
        await using TestApp app = await Scene.StartAsync();
        string succeeded = await app.EnqueueOneAsync(Scene.Succeeds);
        string failed = await app.EnqueueOneAsync(Scene.Scripted("""{ "result": "failure" }"""));
        string delayed = await app.EnqueueOneAsync(Scene.Succeeds.With(""" "initialDelay": "P1D" """));
        string periodic = await app.EnqueueOneAsync(Scene.Succeeds.With(""" "period": { "every": "P1D" } """));
        JsonObject chain = await app.EnqueueAsync(Scene.Unique("keep", RunsAnHour.With(""" "key": "a" """), RunsAnHour.With(""" "after": [ "a" ] """)));
        await app.IdleAsync();
        Assert.Null((await app.JsonAsync("/api/stats"))["lastCancelAllAt"]);
        JsonObject answer = await app.CallAsync("/api/work/cancel", """{ "all": true }""");
        Assert.Equal(4, answer["cancelled"]!.AsArray().Count);
        Assert.Equal(["cancelled", "cancelled", "cancelled", "cancelled"], await app.StatesAsync(delayed, periodic, chain.Id(0), chain.Id(1)));
        Assert.Equal(["succeeded", "failed"], await app.StatesAsync(succeeded, failed));
        Assert.Equal(Scene.T0, Scene.Instant((string)(await app.JsonAsync("/api/stats"))["lastCancelAllAt"]!));
    }

    [Fact]
    public async Task S001b_Cancel_before_the_run_was_no_stop()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Scene.Succeeds.With(""" "initialDelay": "P10D" """));
        await app.CallAsync($"/api/work/{id}/cancel");
        await app.AdvanceAsync("P11D");
        JsonObject work = await app.GetAsync(id);
        Assert.Equal(("cancelled", "notStopped", 0), ((string?)work["state"], (string?)work["stopReason"], (int)work["runAttemptCount"]!));
    }

    [Fact]
    public async Task S095_A_lost_constraint_shows_as_the_reason_once_it_has_stopped_the_run()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(RunsAnHour.With(""" "scope": "site", "constraints": { "charging": true } """));
        await app.IdleAsync();
        JsonObject running = await app.GetAsync(id);
        Assert.Equal(("running", "notStopped"), ((string?)running["state"], (string?)running["stopReason"]));
        await app.ReportAsync("site", """{ "charging": false }""");
        JsonObject stopped = await app.GetAsync(id);
        Assert.Equal(("enqueued", "constraintCharging"), ((string?)stopped["state"], (string?)stopped["stopReason"]));
    }

    [Fact]
    public async Task S097_Old_work_is_removed_but_for_what_unfinished_work_waits_for()
    {
        await using TestApp app = await Scene.StartAsync(more: ("Work:AutoPrune", "true"));
        string alone = await app.EnqueueOneAsync(Scene.Succeeds);
        JsonObject chain = await app.EnqueueAsync(Scene.Chain(
            Scene.Succeeds.With(""" "key": "a" """),
            Scene.Succeeds.With(""" "key": "b", "after": [ "a" ] """),
            Scene.Succeeds.With(""" "after": [ "b" ], "initialDelay": "P10D" """)));
        await app.AdvanceAsync("PT23H");
        await app.CrashAndRestartAsync();
        await app.IdleAsync();
        Assert.True(await app.IsKnownAsync(alone) && await app.IsKnownAsync(chain.Id(0)));
        await app.AdvanceAsync("PT2H30M");
        Assert.False(await app.IsKnownAsync(alone) || await app.IsKnownAsync(chain.Id(0)));
        Assert.True(await app.IsKnownAsync(chain.Id(1)) && await app.IsKnownAsync(chain.Id(2)));
        await app.AdvanceAsync("P9D");
        Assert.Equal("succeeded", await app.StateAsync(chain.Id(2)));
    }

    [Fact]
    public async Task S099_A_store_that_cannot_be_opened_is_tried_three_times_and_then_told_once()
    {
        string directory = Directory.CreateTempSubdirectory("work-scenarios-").FullName;
        Directory.CreateDirectory(Path.Combine(directory, "work.db"));
        var log = new CollectedLog();
        await Assert.ThrowsAsync<StoreException>(() => EmbeddedTestHost.StartAsync(
            builder => builder.AddWork().Services.AddSingleton<ILoggerProvider>(log), directory, [], typeof(WorkApplication).Assembly));
        Assert.Equal(["00:00:00.3000000", "00:00:00.6000000"], log.Lines.Where(line => line.Contains("could not be opened", StringComparison.Ordinal)).Select(line => line.Split("tried again in ")[1].Split(". ")[0]));
        Directory.Delete(directory, recursive: true);
    }

    private sealed class CollectedLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
