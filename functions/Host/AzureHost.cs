using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using Work.Functions.Callers;
using Work.Functions.Files;
using Work.Functions.Telemetry;

namespace Work.Functions.Host;

/// <summary>What Azure adds: files lie in the app's home when no blob service is named, and telemetry goes to Azure Monitor. Compiled for this host only.</summary>
internal static class WorkHost
{
    private const string DefaultHome = "/home";

    internal static void AddTo(FunctionsApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IHostAddress>(new AppAddress(builder.Configuration["WEBSITE_HOSTNAME"]));
        builder.Services.AddOptions<FileStoreOptions>().PostConfigure(files =>
            files.Root = files.Root.Length > 0 ? files.Root : Path.Combine(builder.Configuration["HOME"] ?? DefaultHome, "data", "work", "files"));
        AddTelemetry(builder);
        if (EntraOptions.IsSet(builder.Configuration))
        {
            builder.Services.AddSingleton<IFunctionMetadataTransformer, KeysOff>();
        }
    }

    // The host traces requests, orchestrations and activities itself; the worker adds its functions, the runs of works and what workers call.
    private static void AddTelemetry(FunctionsApplicationBuilder builder)
    {
        IOpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry()
            .WithTracing(traces => traces.AddSource(WorkTelemetry.SourceName, "System.Net.Http"))
            .WithMetrics(metrics => metrics.AddMeter(WorkTelemetry.MeterName, "System.Net.Http"))
            .UseFunctionsWorkerDefaults();
        if (builder.Configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is not { Length: > 0 })
        {
            return;
        }

        // The key in the connection string is refused where local authentication is off, as infra/ sets it; the setting then says that the identity sends.
        bool asIdentity = builder.Configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] is { Length: > 0 };
        telemetry.UseAzureMonitorExporter(monitor => monitor.Credential = asIdentity ? new DefaultAzureCredential() : null);
    }

    // Callers show a token instead, which CallerMiddleware checks. Both stand and fall with the same setting.
    private sealed class KeysOff : IFunctionMetadataTransformer
    {
        public string Name => nameof(KeysOff);

        public void Transform(IList<IFunctionMetadata> original)
        {
            foreach (IList<string> bindings in original.Select(function => function.RawBindings).OfType<IList<string>>())
            {
                for (int i = 0; i < bindings.Count; i++)
                {
                    bindings[i] = HostKeyLevels.WithoutKey(bindings[i]);
                }
            }
        }
    }

    // Core Tools give a port along, and serve without a certificate.
    private sealed class AppAddress(string? hostName) : IHostAddress
    {
        public Uri? Address { get; } = hostName is null ? null : new Uri($"{(hostName.Contains(':', StringComparison.Ordinal) ? "http" : "https")}://{hostName}");
    }
}
