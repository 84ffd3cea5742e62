using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Work.Functions.Activities;
using Work.Functions.Callers;
using Work.Functions.Conditions;
using Work.Functions.Feed;
using Work.Functions.Files;
using Work.Functions.Host;
using Work.Functions.Http;
using Work.Functions.Queues;
using Work.Functions.Remote;
using Work.Functions.Stats;
using Work.Functions.Telemetry;
using Work.Functions.Timers;
using Work.Functions.Workers;
using Work.Functions.Works;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions;

/// <summary>Puts the app together: the same on every host, but for what <see cref="WorkHost"/> adds.</summary>
public static class WorkApplication
{
    /// <summary>Adds everything that work needs, with the built-in workers.</summary>
    public static FunctionsApplicationBuilder AddWork(this FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<RefusalMiddleware>();
        builder.AddCallers();
        IServiceCollection services = builder.Services;
        services.AddOptions<WorkOptions>().BindConfiguration(WorkOptions.Section).Configure<IConfiguration>(SetLimits)
            .Validate(options => options.StopWatchInterval >= WorkOptions.LeastStopWatchInterval, "Work:StopWatchInterval must be at least 50 ms.")
            .Validate(options => options.EventsQuietInterval >= WorkOptions.LeastEventsQuietInterval, "Work:EventsQuietInterval must be at least 50 ms.")
            .Validate(options => options.HeartbeatTimeout >= WorkOptions.LeastHeartbeatTimeout, "Work:HeartbeatTimeout must be at least 1 s.")
            .Validate(options => options.ForegroundBudget is null || options.ForegroundBudget >= WorkOptions.LeastForegroundBudget, "Work:ForegroundBudget must be at least 1 min.")
            .Validate(options => options.Slots is >= 0 and <= AdmissionFields.MostPlaces, "Work:Slots must be from 0 to 1,000.")
            .Validate(options => options.MaxEventStreams > 0, "Work:MaxEventStreams must be more than zero.")
            .Validate(options => options.PublicUrl is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }, "Work:PublicUrl must be an absolute http or https address.")
            .Validate(options => options.ExpeditedQuota is null or { Tokens: > 0, RefillEvery.Ticks: > 0 }, "Work:ExpeditedQuota needs Tokens and RefillEvery, both more than zero.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RealTime>();
        services.TryAddSingleton<IChance>(new Chance());
        services.TryAddSingleton<IWorkClock, WorkClock>();
        services.AddFileStores(StateStore.Key);
        services.AddBuiltInWorkers().AddExternalWorkers(builder.Configuration);
        services.AddSingleton<StateStore>().AddSingleton<WorksStore>().AddSingleton<GraphReader>().AddSingleton<GraphStarter>().AddSingleton<GraphMessenger>();
        services.AddSingleton<WorkFinder>().AddSingleton<WorkClaims>().AddSingleton<WorkWaiter>().AddSingleton<MarkedGraphs>().AddSingleton<WorkSources>().AddSingleton<WorkLister>();
        services.AddSingleton<ChainReader>().AddSingleton<Dependents>().AddSingleton<WorkExplainer>().AddSingleton<WorkEvents>();
        builder.AddConditions();
        services.AddSingleton<FeedHints>().AddSingleton<WorkFeed>().AddSingleton<FeedStream>().AddSingleton<FinishedCount>().AddSingleton<UnfinishedCount>().AddSingleton<StatsReader>();
        services.AddSingleton<HostSecret>().AddSingleton<Callbacks>().AddSingleton<RemoteRuns>().AddSingleton<Leaser>();
        services.AddSingleton<WorkerPauses>();
        services.AddSingleton<WorkMetrics>().AddSingleton<IQuotaObserver>(provider => provider.GetRequiredService<WorkMetrics>()).AddSingleton<RunTelemetry>();
        services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section)
            .Validate(options => options.QueueInterval >= TelemetryOptions.LeastQueueInterval, "Work:Telemetry:QueueInterval must be at least 1 s.").ValidateOnStart();
        services.AddSingleton<QueueWatch>().AddHostedService(provider => provider.GetRequiredService<QueueWatch>());
        services.AddSingleton<AgendaOpener>();
        services.AddSingleton<StartPage>().AddSingleton<StreamPlaces>().AddSingleton<WorkIntake>().AddSingleton<WorkRequestIntake>().AddSingleton<BodyLane>();
        services.AddSingleton<WorkEnqueuer>().AddSingleton<NameStarter>().AddSingleton<NameEnqueuer>().AddSingleton<WorkSelector>().AddSingleton<LastCancelAll>().AddSingleton<WorkCanceller>().AddSingleton<DelaySkipper>().AddSingleton<WorkUpdater>().AddSingleton<RunInputs>();
        services.AddSingleton<WorkRerunner>().AddSingleton<WorkPruner>().AddSingleton<PruneGate>().AddSingleton<ContinuationRemover>().AddSingleton<Housekeeping>().AddSingleton<Retention>();
        services.AddSingleton<RunWatch>().AddHostedService(provider => provider.GetRequiredService<RunWatch>());
        WorkHost.AddTo(builder);
        return builder;
    }

    private static void SetLimits(WorkOptions options, IConfiguration configuration)
    {
        options.Limits = WorkLimits.For(options.Profile);
        configuration.GetSection($"{WorkOptions.Section}:{nameof(WorkOptions.Limits)}").Bind(options.Limits);
        options.Limits = options.Limits with { Slots = options.Slots, ExpeditedQuota = options.ExpeditedQuota, ForegroundBudget = options.ForegroundBudget };
    }
}
