using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Work.Embedded.Engine;
using Work.Embedded.Hosting.Setup;

namespace Work.Embedded.Hosting.Durable;

/// <summary>Starts the engine before anything that uses it, and stops it after all of that.</summary>
internal sealed class EngineService(DurableEngine engine, EngineMeter meter) : IHostedService
{
    public static EngineOptions OptionsOf(IServiceProvider services)
    {
        var options = HostSetup.Options(services);
        var host = services.GetRequiredService<HostJson>();
        return new EngineOptions
        {
            DataDirectory = options.DataPath,
            FlushToDisk = !options.VirtualClock,
            MaxConcurrentActivities = host.MaxConcurrentActivities,
            MaxConcurrentOrchestrations = host.MaxConcurrentOrchestrations,
            ReplayAlways = options.Replay == ReplayMode.Always,
            DefaultVersion = host.DefaultVersion,
            DrainTimeout = options.DrainTimeout,
        };
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await engine.StartAsync(cancellationToken);
        meter.Watch(engine);
    }

    // The engine's own drain time bounds this. The host's token may be spent already by slow requests, and the flush must not be skipped for that.
    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(CancellationToken.None);

    /// <summary>Lets the engine go as a crash would: nothing is drained, nothing is flushed, and the stop that follows finds nothing to do.</summary>
    public Task AbandonAsync() => engine.AbandonAsync();
}
