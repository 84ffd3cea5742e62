using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Work.Embedded.Engine;
using Work.Embedded.Hosting;
using Work.Functions.Callers;
using Work.Functions.Files;
using Work.Functions.Testing;
using Work.Functions.Workers;
using Work.Functions.Works;

namespace Work.Functions.Host;

/// <summary>What the embedded host adds: its data directory, private networks on loopback, and testing mode. Compiled for this host only.</summary>
internal static class WorkHost
{
    internal static void AddTo(FunctionsApplicationBuilder builder)
    {
        builder.Services.AddOptions<FileStoreOptions>().PostConfigure<IOptions<EmbeddedOptions>>((files, embedded) =>
            files.Root = files.Root.Length > 0 ? files.Root : Path.Combine(Path.GetFullPath(embedded.Value.DataDirectory), "files"));
        builder.Services.AddSingleton<IHostAddress, EmbeddedAddress>();
        builder.Services.AddSingleton<IHostLoad, EmbeddedLoad>();
        builder.Services.AddOptions<WorkHttpOptions>().PostConfigure<IOptions<EmbeddedOptions>>((http, embedded) =>
            http.AllowPrivateNetworks ??= IsLoopback(embedded.Value.Address));
        if (EntraOptions.IsSet(builder.Configuration))
        {
            builder.Services.Configure<EmbeddedOptions>(embedded => embedded.LetAppCheckCallers());
        }

        OtlpExport.AddTo(builder, EmbeddedTelemetry.SourceName, EmbeddedTelemetry.MeterName);
        if (TestingOptions.IsEnabled(builder.Configuration))
        {
            AddTesting(builder);
        }
    }

    private static void AddTesting(FunctionsApplicationBuilder builder)
    {
        TestingOptions testing = builder.Configuration.GetSection(TestingOptions.Section).Get<TestingOptions>() ?? new TestingOptions();
        builder.Services.Configure<EmbeddedOptions>(embedded =>
        {
            embedded.VirtualClock = true;
            embedded.StartTime = testing.StartTime ?? embedded.StartTime;
        });
        builder.Services.AddSingleton<IChance>(new Chance(jitter: false));
        builder.Services.AddSingleton<ITestHost, EmbeddedTestHost>();
        builder.Services.AddSingleton<IWorkClock, EmbeddedWorkClock>();
        builder.Services.AddScriptedWorker();
    }

    private static bool IsLoopback(string address) => address == "localhost" || (IPAddress.TryParse(address, out IPAddress? parsed) && IPAddress.IsLoopback(parsed));

    // Whoever listens everywhere is reached from the same machine by this name; from elsewhere only by a configured one.
    private sealed class EmbeddedAddress(IServer server) : IHostAddress
    {
        public Uri? Address => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } address ? null
            : new Uri(address.Replace("//0.0.0.0:", "//localhost:", StringComparison.Ordinal).Replace("//[::]:", "//localhost:", StringComparison.Ordinal));
    }

    private sealed class EmbeddedLoad(Work.Embedded.Hosting.IHostLoad load) : IHostLoad
    {
        public string? Overload => load.Overload;
    }

    private sealed class EmbeddedWorkClock(IHostControl host) : IWorkClock
    {
        public Task DelayAsync(TimeSpan delay, CancellationToken cancellation) => host.DelayAsync(delay, cancellation);
    }

    private sealed class EmbeddedTestHost(IHostControl host) : ITestHost
    {
        public DateTimeOffset Now => host.Now;

        public Task<DateTimeOffset> AdvanceToAsync(DateTimeOffset to, CancellationToken cancellation) => host.AdvanceToAsync(to, cancellation);

        public Task WaitIdleAsync(CancellationToken cancellation) => host.WaitIdleAsync(cancellation);

        public void Crash() => host.Crash();
    }
}
