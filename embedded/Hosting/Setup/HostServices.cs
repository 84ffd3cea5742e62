using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Work.Embedded.Engine;
using Work.Embedded.Hosting.Durable;
using Work.Embedded.Hosting.Functions;
using Work.Embedded.Hosting.Http;
using Work.Embedded.Hosting.Invocation;
using Work.Embedded.Hosting.Queues;
using Work.Embedded.Hosting.Start;
using Work.Embedded.Hosting.Timers;

namespace Work.Embedded.Hosting.Setup;

/// <summary>
/// The host's services, added before the app's own. Hosted services start in this order and stop in the reverse one:
/// engine, the app's own, web server (added last by the web application), and only when all of them run the timers and the queues.
/// </summary>
internal static class HostServices
{
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(5);

    public static void AddTo(HostSetup setup, Assembly? app)
    {
        var services = setup.Web.Services;
        services.AddOptions<EmbeddedOptions>()
            .BindConfiguration(EmbeddedOptions.Section)
            .PostConfigure(options => AddAppAssembly(options, app))
            .Validate(options => options.MessageLease >= EmbeddedOptions.LeastMessageLease, "Embedded:MessageLease must be at least 1 s.");
        services.AddSingleton(provider => HostJson.Load(HostSetup.Options(provider).AppDirectory, provider.GetRequiredService<SettingNames>()));
        services.AddSingleton<SettingNames>();
        AddLogging(setup.Web);
        AddClock(services);
        AddInvocation(services, setup);
        AddEngine(services);
        AddHttp(setup.Web);
        services.AddHostedService(provider => new ThreadGuard(provider.GetRequiredService<HostJson>().MaxConcurrentActivities, provider.GetRequiredService<ILogger<ThreadGuard>>()));
        services.AddHostedService<RestCollector>();
        services.AddHostedService<StartBanner>();
        services.AddHostedService<TimerTriggerService>();
        services.AddSingleton<QueueConnections>();
        services.AddHostedService<QueueTriggerService>();
        services.AddOptions<HostOptions>().Configure<IOptions<EmbeddedOptions>>(
            (host, embedded) => host.ShutdownTimeout = embedded.Value.DrainTimeout + StopMargin);
    }

    private static void AddAppAssembly(EmbeddedOptions options, Assembly? app)
    {
        if (options.FunctionAssemblies.Count == 0 && app is not null)
        {
            options.FunctionAssemblies.Add(app);
        }
    }

    private static void AddClock(IServiceCollection services)
    {
        services.AddSingleton<BusyCount>();
        services.AddSingleton<TimeProvider>(provider => HostSetup.Options(provider) is { VirtualClock: true } options
            ? new VirtualClock(options.StartTime, provider.GetRequiredService<BusyCount>())
            : new SteadyClock(TimeProvider.System, provider.GetRequiredService<ILogger<SteadyClock>>()));
        services.AddSingleton<IHostControl, HostControl>();
    }

    private static void AddInvocation(IServiceCollection services, HostSetup setup)
    {
        services.AddSingleton(provider => FunctionTable.Load(
            HostSetup.Options(provider).FunctionAssemblies,
            provider.GetRequiredService<SettingNames>(),
            provider.GetRequiredService<HostJson>().RoutePrefix));
        services.AddSingleton(_ => new FunctionPipeline(setup.Middleware));
        services.AddSingleton(provider => new HostRuntime(
            provider.GetRequiredService<DurableEngine>(), provider.GetRequiredService<TimeProvider>(), JsonDataConverter.Default));
        // The engine needs the catalog, the catalog the runner, and the runner's runtime the engine: cut here.
        services.AddSingleton(provider => new Lazy<HostRuntime>(provider.GetRequiredService<HostRuntime>));
        services.AddSingleton<BackgroundRunner>();
    }

    private static void AddEngine(IServiceCollection services)
    {
        services.AddSingleton<ITaskCatalog, FunctionCatalog>();
        services.AddSingleton(EngineService.OptionsOf);
        services.AddSingleton(provider => new DurableEngine(
            provider.GetRequiredService<EngineOptions>(),
            provider.GetRequiredService<ITaskCatalog>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<BusyCount>()));
        services.AddSingleton<EngineMeter>();
        services.AddSingleton<EngineService>();
        services.AddHostedService(provider => provider.GetRequiredService<EngineService>());
    }

    private static void AddHttp(WebApplicationBuilder web)
    {
        web.WebHost.UseKestrelCore();
        web.Services.AddRouting();
        web.Services.AddMvcCore();
        web.Services.AddSingleton<HostKeys>();
        web.Services.AddSingleton<LoopbackGuard>();
        web.Services.AddSingleton<BodyBudget>();
        web.Services.AddSingleton<IHostLoad, HostLoad>();
        web.Services.AddRateLimiter(_ => { });
        web.Services.AddOptions<RateLimiterOptions>().Configure<IOptions<EmbeddedOptions>>((limiter, embedded) => RateLimits.Set(limiter, embedded.Value));
        web.Services.AddSingleton<HttpFunctionRunner>();
        web.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<EmbeddedOptions>>((kestrel, embedded) =>
        {
            kestrel.AddServerHeader = false;
            ServerLimits.Set(kestrel.Limits, embedded.Value);
            kestrel.Listen(embedded.Value.ListenAddress, embedded.Value.Port);
        });
    }

    private static void AddLogging(WebApplicationBuilder web)
    {
        web.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        });
        web.Logging.SetMinimumLevel(LogLevel.Information);
        web.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        web.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        // A line for each connection that is too many would be a flood of its own.
        web.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.Connections", LogLevel.Error);
        var directory = web.Configuration["Embedded:AppDirectory"] ?? AppContext.BaseDirectory;
        web.Logging.AddConfiguration(HostJson.LoggingOf(directory));
        web.Logging.AddConfiguration(web.Configuration.GetSection("Logging"));
    }
}
