using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Work.Embedded.Hosting.Durable;
using Work.Embedded.Hosting.Setup;

namespace Work.Embedded.Hosting;

/// <summary>A functions app on the embedded host inside the current process: real HTTP on a free port, real storage in a directory of the caller's.</summary>
public sealed class EmbeddedTestHost : IAsyncDisposable
{
    private readonly IHost host;
    private bool over;

    private EmbeddedTestHost(IHost host)
    {
        this.host = host;
        BaseAddress = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient { BaseAddress = BaseAddress };
    }

    /// <summary>Where it listens, e.g. <c>http://127.0.0.1:40123</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>A client of that address; disposed with the host.</summary>
    public HttpClient Client { get; }

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => host.Services;

    /// <summary>The host's clock and life.</summary>
    public IHostControl Control => Services.GetRequiredService<IHostControl>();

    /// <summary>Starts the app and returns when it serves.</summary>
    /// <param name="configure">Adds services and middleware, and calls ConfigureFunctionsWebApplication if there are HTTP functions.</param>
    /// <param name="dataDirectory">Where state is kept; the caller removes it.</param>
    /// <param name="settings">
    /// The app's whole configuration: neither the environment nor local.settings.json is read. Port, data directory and banner are set here unless given.
    /// </param>
    /// <param name="functions">The assembly that declares the functions.</param>
    /// <exception cref="FunctionMetadataException">The functions break a rule of the host.</exception>
    public static async Task<EmbeddedTestHost> StartAsync(
        Action<FunctionsApplicationBuilder> configure,
        string dataDirectory,
        IEnumerable<KeyValuePair<string, string?>> settings,
        Assembly functions)
    {
        Dictionary<string, string?> all = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Embedded:Port"] = "0",
            ["Embedded:DataDirectory"] = dataDirectory,
            ["Embedded:Banner"] = "false",
            ["Logging:LogLevel:Default"] = "Warning",
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var builder = new FunctionsApplicationBuilder(HostSetup.ForTest(functions, all));
        configure(builder);
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return new EmbeddedTestHost(host);
        }
        catch
        {
            await DisposeAsync(host);
            throw;
        }
    }

    /// <summary>
    /// Ends the app as a crash of its process would, as far as that goes inside one: connections are cut, the engine is dropped, nothing more is written.
    /// What was acknowledged is on disk; a new host on the same directory goes on from there.
    /// </summary>
    public async Task CrashAsync()
    {
        if (over)
        {
            return;
        }

        over = true;
        Client.Dispose();
        await Services.GetRequiredService<EngineService>().AbandonAsync();
        await StopAsync(host, new CancellationToken(canceled: true));
        await DisposeAsync(host);
    }

    /// <summary>Stops the app gracefully: running work is told to stop and drained within <see cref="EmbeddedOptions.DrainTimeout"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (over)
        {
            return;
        }

        over = true;
        Client.Dispose();
        await host.StopAsync();
        await DisposeAsync(host);
    }

    private static async Task StopAsync(IHost host, CancellationToken atOnce)
    {
        try
        {
            await host.StopAsync(atOnce);
        }
        catch (OperationCanceledException)
        {
            // Told to wait for nothing, the host says so.
        }
    }

    private static ValueTask DisposeAsync(IHost host) => ((IAsyncDisposable)host).DisposeAsync();
}
