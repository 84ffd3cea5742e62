using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Work.Functions.Telemetry;

namespace Work.Functions.Host;

/// <summary>The pipelines of OpenTelemetry. What they are set up with (headers, protocol, sampler) comes from where all settings of the app come from.</summary>
internal sealed class OtlpSenders : IDisposable
{
    private const string ServiceNameSetting = "OTEL_SERVICE_NAME";
    private const string DefaultServiceName = "work-functions";
    private const int LongestFlushMilliseconds = 5_000;

    private static readonly string[] PlatformSources = ["Microsoft.AspNetCore", "System.Net.Http"];
    private static readonly string[] PlatformMeters = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime"];

    private readonly TracerProvider traces;
    private readonly MeterProvider metrics;

    internal OtlpSenders(IConfiguration configuration, OtlpExport.Names host)
    {
        traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(resource => resource.AddService(ServiceNameOf(configuration)))
            .AddSource([WorkTelemetry.SourceName, host.Source, .. PlatformSources])
            .AddOtlpExporter()
            .Build();
        metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(resource => resource.AddService(ServiceNameOf(configuration)))
            .AddMeter([WorkTelemetry.MeterName, host.Meter, .. PlatformMeters])
            .AddOtlpExporter()
            .Build();
    }

    /// <summary>Adds the sending of logs, which belongs to the app's own logging.</summary>
    internal static void AddLogs(FunctionsApplicationBuilder builder) => builder.Logging.AddOpenTelemetry(logs =>
    {
        logs.IncludeScopes = true;
        logs.IncludeFormattedMessage = true;
        logs.SetResourceBuilder(ResourceBuilder.CreateDefault().AddService(ServiceNameOf(builder.Configuration)));
        logs.AddOtlpExporter();
    });

    /// <summary>Sends the rest, and ends.</summary>
    public void Dispose()
    {
        traces.Shutdown(LongestFlushMilliseconds);
        metrics.Shutdown(LongestFlushMilliseconds);
        traces.Dispose();
        metrics.Dispose();
    }

    private static string ServiceNameOf(IConfiguration configuration) => configuration[ServiceNameSetting] is { Length: > 0 } name ? name : DefaultServiceName;
}
