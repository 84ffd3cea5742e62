using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Embedded.Tests.Engine;

/// <summary>An engine on a directory of its own, which can be killed and opened again.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    private readonly bool ownsDirectory;

    private TestEngine(TestCatalog catalog, EngineOptions options, TestClock clock, bool ownsDirectory, ILoggerFactory? loggers = null)
    {
        Catalog = catalog;
        Options = options;
        Clock = clock;
        this.ownsDirectory = ownsDirectory;
        Engine = new DurableEngine(options, catalog, clock, loggers ?? NullLoggerFactory.Instance, Busy);
    }

    public DurableEngine Engine { get; }

    public TestCatalog Catalog { get; }

    public EngineOptions Options { get; }

    public TestClock Clock { get; }

    public BusyCount Busy { get; } = new();

    public DurableTaskClient Client => Engine.Client;

    public static CancellationToken Patience() => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

    public static async Task<TestEngine> StartAsync(
        TestCatalog catalog, bool replayAlways = false, Action<EngineOptions>? configure = null, ILoggerFactory? loggers = null)
    {
        var options = new EngineOptions
        {
            DataDirectory = Directory.CreateTempSubdirectory("engine-").FullName,
            ReplayAlways = replayAlways,
            DrainTimeout = TimeSpan.FromSeconds(10),
        };
        configure?.Invoke(options);
        var engine = new TestEngine(catalog, options, new TestClock(), ownsDirectory: true, loggers);
        await engine.Engine.StartAsync(CancellationToken.None);
        return engine;
    }

    /// <summary>Another engine on the same directory, after this one was stopped or killed.</summary>
    public async Task<TestEngine> ReopenAsync(TestCatalog? catalog = null)
    {
        var options = new EngineOptions
        {
            DataDirectory = Options.DataDirectory,
            ReplayAlways = Options.ReplayAlways,
            DrainTimeout = Options.DrainTimeout,
        };
        var engine = new TestEngine(catalog ?? Catalog, options, Clock, ownsDirectory: false);
        await engine.Engine.StartAsync(CancellationToken.None);
        return engine;
    }

    public Task KillAsync() => Engine.AbandonAsync();

    public Task IdleAsync() => Busy.WhenIdleAsync(Patience());

    public Task AdvanceAsync(TimeSpan by) => Clock.AdvanceAsync(by, Busy);

    public async Task<string> StartInstanceAsync(string name, object? input = null, string? id = null, DateTimeOffset? startAt = null) =>
        await Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id, startAt), Patience());

    public Task<OrchestrationMetadata> EndOfAsync(string id) => Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Patience());

    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null) => await EndOfAsync(await StartInstanceAsync(name, input));

    public async Task<OrchestrationMetadata> ReadAsync(string id) => (await Client.GetInstanceAsync(id, getInputsAndOutputs: true))!;

    public async ValueTask DisposeAsync()
    {
        await Engine.StopAsync(CancellationToken.None);
        if (ownsDirectory)
        {
            Directory.Delete(Options.DataDirectory, recursive: true);
        }
    }
}
