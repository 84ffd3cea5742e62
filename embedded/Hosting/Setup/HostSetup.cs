using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Work.Embedded.Hosting.Functions;
using Work.Embedded.Hosting.Http;
using Work.Embedded.Hosting.Start;

namespace Work.Embedded.Hosting.Setup;

/// <summary>What stands behind a FunctionsApplicationBuilder: an empty web application, to which the host's services are added before the app's own.</summary>
internal sealed class HostSetup
{
    private ProcessHost.Progress? process;

    private HostSetup(Assembly? app, Action<IConfigurationBuilder> configure)
    {
        Web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = app?.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT")
                ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT"),
        });
        configure(Web.Configuration);
        HostServices.AddTo(this, app);
    }

    public WebApplicationBuilder Web { get; }

    public IHostApplicationBuilder Builder => Web;

    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    /// <summary>The app asked for HTTP functions.</summary>
    public bool ServesHttp { get; set; }

    /// <summary>The setup of an app in its own process.</summary>
    public static HostSetup ForProcess(string[] args)
    {
        HostSettings.ReadLocalSettings(AppContext.BaseDirectory);
        var setup = new HostSetup(Assembly.GetEntryAssembly(), configuration => HostSettings.AddTo(configuration, args)) { process = new() };
        // The process host says why it did not start; the generic host would say it again, with a stack trace.
        setup.Web.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => setup.process.HasStarted && level >= LogLevel.Warning);
        return setup;
    }

    /// <summary>The setup of an app inside a test: these settings and nothing of the environment.</summary>
    public static HostSetup ForTest(Assembly functions, IEnumerable<KeyValuePair<string, string?>> settings) =>
        new(functions, configuration => HostSettings.AddTo(configuration, settings));

    /// <exception cref="FunctionMetadataException">The functions break a rule.</exception>
    public IHost Build()
    {
        var app = Web.Build();
        var functions = app.Services.GetRequiredService<FunctionTable>();
        if (!ServesHttp && functions.Of(TriggerKind.Http).Any())
        {
            throw new FunctionMetadataException(["HTTP functions need ConfigureFunctionsWebApplication() on the builder."]);
        }

        HttpSurface.Map(app, functions);
        return process is null ? app : new ProcessHost(app, process);
    }

    internal static EmbeddedOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<EmbeddedOptions>>().Value;
}
