using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Work.Embedded.Engine;
using Work.Embedded.Hosting.Durable;
using Work.Embedded.Hosting.Functions;
using Work.Embedded.Hosting.Setup;
using Work.Functions;
using Work.Functions.Files;
using Work.Functions.Host;
using Work.Functions.Works;
using Work.Model;

namespace Work.Simulation.World;

/// <summary>What a life of the process is made of.</summary>
/// <param name="Directory">Where its database lies.</param>
/// <param name="Disk">Its other files.</param>
/// <param name="StartsAt">The time.</param>
/// <param name="Dice">Its ids and its jitter.</param>
/// <param name="Settings">The app's settings.</param>
/// <param name="Log">Takes what it logs from a warning on.</param>
/// <param name="FaultPoint">Told of each point around a commit, a dispatch or a file; it may kill.</param>
/// <param name="Configure">Adds workers.</param>
internal sealed record SimHostParts(
    string Directory, SimDisk Disk, DateTimeOffset StartsAt, Dice Dice, IReadOnlyDictionary<string, string?> Settings,
    ILoggerProvider Log, Action<string> FaultPoint, Action<IServiceCollection> Configure)
{
    /// <summary>Sets how wide and how forgetful the engine is.</summary>
    public Action<EngineOptions> Tune { get; init; } = _ => { };
}

/// <summary>One life of the process: the whole app on the embedded host, from its start to its end or its death.</summary>
internal sealed class SimHost : IDisposable
{
    // What the app's functions are does not change from life to life, and finding out takes longer than a life.
    private static FunctionTable? functions;

    private readonly SimServer server = new();
    private readonly IHost host;

    public SimHost(SimHostParts parts)
    {
        Clock = new SimClock(parts.StartsAt);
        Process = new SimProcess(Clock);
        var builder = new FunctionsApplicationBuilder(HostSetup.ForTest(typeof(WorkApplication).Assembly, parts.Settings.Append(new("Embedded:DataDirectory", parts.Directory))));
        builder.AddWork();
        Replace(builder, parts);
        host = builder.Build();
        server.Routes = new SimRoutes(((IEndpointRouteBuilder)host).DataSources.SelectMany(source => source.Endpoints));
        functions ??= host.Services.GetRequiredService<FunctionTable>();
    }

    public SimClock Clock { get; }

    public SimProcess Process { get; }

    public IServiceProvider Services => host.Services;

    private DurableEngine Engine => host.Services.GetRequiredService<DurableEngine>();

    /// <summary>Begins to start it; it serves when the task has ended.</summary>
    public Task StartAsync() => As(() => host.StartAsync());

    /// <summary>Begins to stop it, as SIGTERM would.</summary>
    public Task StopAsync() => As(() => host.StopAsync());

    /// <summary>Begins a request.</summary>
    public Task<SimAnswer> SendAsync(string method, string path, string? body, IEnumerable<(string Name, string Value)> headers) =>
        As(() => server.SendAsync(method, path, body, headers));

    /// <summary>Sends an instance of works a wake that nobody waits for.</summary>
    public void Wake(string instance) => As(() => Engine.Client.RaiseEventAsync(instance, GraphMessage.EventName, GraphMessage.Waking));

    /// <summary>Whether its engine has taken up its directory; before that there is nothing to kill.</summary>
    public bool IsOpen => Engine.IsStarted;

    /// <summary>Kills the process: at once for itself; its files are free when the task has ended.</summary>
    public Task Kill()
    {
        Process.Die();
        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return Engine.AbandonAsync();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <summary>Lets go of what the story holds of it, and of its meters, which the run-time holds for good. The app itself is not disposed: who dies cleans nothing up.</summary>
    public void Dispose()
    {
        host.Services.GetRequiredService<IMeterFactory>().Dispose();
        server.Dispose();
    }

    private static void Replace(FunctionsApplicationBuilder builder, SimHostParts parts, SimClock clock, SimProcess process, IServer server)
    {
        IServiceCollection services = builder.Services;
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(parts.Log);
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<RealTime>(new SimTime(clock));
        services.AddSingleton<IChance>(new SimChance(parts.Dice));
        services.AddSingleton(server);
        services.AddSingleton<IHostLifetime, SimLifetime>();
        services.AddSingleton<IFileStore>(new SimFiles(parts.Disk, process, parts.FaultPoint));
        services.AddKeyedSingleton<IFileStore>(StateStore.Key, new SimFiles(parts.Disk, process, parts.FaultPoint));
        services.AddSingleton(provider =>
        {
            EngineOptions options = EngineService.OptionsOf(provider);
            options.FlushToDisk = false;
            options.Handover = process;
            options.RealTime = new SimTime(clock);
            options.FaultPoint = parts.FaultPoint;
            options.NewId = () => new Guid(BitConverter.GetBytes(parts.Dice.Next()).Concat(BitConverter.GetBytes(parts.Dice.Next())).ToArray());
            parts.Tune(options);
            return options;
        });
        if (functions is not null)
        {
            services.AddSingleton(functions);
        }

        parts.Configure(services);
    }

    private void Replace(FunctionsApplicationBuilder builder, SimHostParts parts) => Replace(builder, parts, Clock, Process, server);

    private T As<T>(Func<T> begin)
    {
        T? begun = default;
        Process.Inside(() => begun = begin());
        return begun!;
    }
}
