using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Work.Functions.Host;

/// <summary>
/// Sends traces, metrics and logs to a collector, if the standard setting <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one; else nothing of OpenTelemetry is loaded. It begins
/// before the engine and ends after it, so that nothing of a start or a stop is missing. What has not been sent when the process dies is lost.
/// </summary>
internal sealed partial class OtlpExport(IConfiguration configuration, OtlpExport.Names names, ILogger<OtlpExport> logger) : IHostedLifecycleService, IDisposable
{
    private const string EndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string DisabledSetting = "OTEL_SDK_DISABLED";

    private OtlpSenders? senders;

    /// <summary>Adds it, with the names under which the host itself can be listened to.</summary>
    /// <exception cref="InvalidOperationException">The setting is no address.</exception>
    internal static void AddTo(FunctionsApplicationBuilder builder, string hostSource, string hostMeter)
    {
        builder.Services.AddSingleton(new Names(hostSource, hostMeter)).AddHostedService<OtlpExport>();
        if (EndpointOf(builder.Configuration) is not null)
        {
            OtlpSenders.AddLogs(builder);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (EndpointOf(configuration) is { } endpoint)
        {
            senders = new OtlpSenders(configuration, names);

            // What stands before or behind the address may be a secret.
            LogOn($"{endpoint.Scheme}://{endpoint.Authority}");
        }
        else
        {
            LogOff();
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => senders is null ? Task.CompletedTask : Task.Run(Dispose, CancellationToken.None);

    public void Dispose()
    {
        senders?.Dispose();
        senders = null;
    }

    private static Uri? EndpointOf(IConfiguration configuration)
    {
        string? text = configuration[EndpointSetting];
        return string.IsNullOrEmpty(text) || string.Equals(configuration[DisabledSetting], "true", StringComparison.OrdinalIgnoreCase) ? null
            : Uri.TryCreate(text, UriKind.Absolute, out Uri? endpoint) && (endpoint.Scheme is "http" or "https") ? endpoint
            : throw new InvalidOperationException($"{EndpointSetting} must be an absolute http or https address.");
    }

    [LoggerMessage(LogLevel.Information, "Telemetry is sent to {Endpoint}.")]
    private partial void LogOn(string endpoint);

    [LoggerMessage(LogLevel.Information, "Telemetry is not sent anywhere: " + EndpointSetting + " is not set.")]
    private partial void LogOff();

    /// <summary>The names under which the host can be listened to.</summary>
    internal sealed record Names(string Source, string Meter);
}
