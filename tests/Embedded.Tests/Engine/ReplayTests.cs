using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Embedded.Tests.Engine;

public class ReplayTests
{
    private static TestCatalog Catalog(Func<TaskOrchestrationContext, Task<object>> code) => new TestCatalog()
        .Orchestrator("one", code)
        .Activity<string, string>("a", text => text)
        .Activity<string, string>("b", text => text);

    [Theory]
    [InlineData("b", "activity 'a' as request #1", "activity 'b'")]
    [InlineData("timer", "activity 'a' as request #1", "timer")]
    [InlineData("nothing", "activity 'a' as request #1", "did not ask for it")]
    [InlineData("more", "activity 'b' as request #2", "no such event")]
    public async Task Code_that_asks_for_something_else_fails_with_the_event_and_the_call(string change, string recorded, string called)
    {
        var version = "old";
        var catalog = Catalog(async context =>
        {
            switch (version)
            {
                case "b":
                    await context.CallActivityAsync("b");
                    break;
                case "timer":
                    await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
                    break;
                case "nothing":
                    break;
                case "more":
                    await Task.WhenAll(context.CallActivityAsync("a"), context.CallActivityAsync("b"));
                    break;
                default:
                    await context.CallActivityAsync("a");
                    break;
            }

            return await context.WaitForExternalEvent<string>("go");
        });
        await using var engine = await TestEngine.StartAsync(catalog, replayAlways: true);
        var id = await engine.StartInstanceAsync("one");
        await engine.IdleAsync();

        version = change;
        await engine.Client.RaiseEventAsync(id, "go", "x");

        var end = await engine.EndOfAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("NonDeterministicOrchestrationException", end.FailureDetails!.ErrorType, StringComparison.Ordinal);
        Assert.Contains(recorded, end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains(called, end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_and_times_are_the_same_in_every_replay()
    {
        var seen = new ConcurrentBag<(Guid, Guid, DateTime)>();
        var catalog = Catalog(async context =>
        {
            seen.Add((context.NewGuid(), context.NewGuid(), context.CurrentUtcDateTime));
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return context.NewGuid();
        });
        await using var engine = await TestEngine.StartAsync(catalog, replayAlways: true);
        var id = await engine.StartInstanceAsync("one");
        await engine.AdvanceAsync(TimeSpan.FromMinutes(5));
        await engine.EndOfAsync(id);

        Assert.Equal(3, seen.Count);
        Assert.Single(seen.Distinct());
        Assert.NotEqual(seen.First().Item1, seen.First().Item2);
    }

    [Fact]
    public async Task Replay_safe_loggers_are_silent_in_a_replay()
    {
        var lines = new ConcurrentQueue<string>();
        var replaying = new ConcurrentQueue<bool>();
        var catalog = Catalog(async context =>
        {
            replaying.Enqueue(context.IsReplaying);
            context.CreateReplaySafeLogger("x").LogInformation("begun");
            await context.CallActivityAsync("a");
            context.CreateReplaySafeLogger("x").LogInformation("middle");
            await context.CallActivityAsync("b");
            return "done";
        });
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(new LineLogger(lines)));
        await using var engine = await TestEngine.StartAsync(catalog, replayAlways: true, loggers: loggers);

        await engine.RunAsync("one");

        Assert.Equal(["begun", "middle"], lines);
        Assert.Equal([false, true, true], replaying);
    }

    [Fact]
    public async Task Code_that_awaits_what_its_context_did_not_make_is_refused()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var refusal = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var catalog = Catalog(async context =>
        {
            await release.Task;
            try
            {
                await context.CallActivityAsync("a");
            }
            catch (InvalidOperationException refused)
            {
                refusal.SetResult(refused);
            }

            return "done";
        });
        await using var engine = await TestEngine.StartAsync(catalog);
        await engine.StartInstanceAsync("one");

        release.SetResult();

        Assert.Contains("may await tasks of its context only", (await refusal.Task.WaitAsync(TestEngine.Patience())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_the_one_given_or_the_default()
    {
        var catalog = Catalog(context => Task.FromResult<object>($"{context.Version} {context.CompareVersionTo("2.0")}"));
        await using var engine = await TestEngine.StartAsync(catalog, configure: options => options.DefaultVersion = "1.5");

        Assert.Equal("1.5 -1", (await engine.RunAsync("one")).ReadOutputAs<string>());
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("one", new StartOrchestrationOptions { Version = new TaskVersion("2.0") });
        Assert.Equal("2.0 0", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Instances_beyond_the_memory_limit_are_replayed_when_needed()
    {
        var catalog = Catalog(async context => await context.WaitForExternalEvent<string>("go"));
        await using var engine = await TestEngine.StartAsync(catalog, configure: options => options.InstancesInMemory = 3);
        var ids = new List<string>();
        for (var number = 0; number < 10; number++)
        {
            ids.Add(await engine.StartInstanceAsync("one"));
        }

        await engine.IdleAsync();
        Assert.Equal(3, engine.Engine.Statistics.InMemoryInstances);

        foreach (var id in ids)
        {
            await engine.Client.RaiseEventAsync(id, "go", "x");
            Assert.Equal("x", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
        }
    }

    private sealed class LineLogger(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName == "x" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
