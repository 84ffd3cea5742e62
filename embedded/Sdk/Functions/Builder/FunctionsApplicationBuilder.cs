using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Work.Embedded.Hosting.Setup;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds a functions app: its services, configuration and middleware.</summary>
public class FunctionsApplicationBuilder : IFunctionsWorkerApplicationBuilder, IHostApplicationBuilder
{
    private readonly HostSetup setup;

    internal FunctionsApplicationBuilder(HostSetup setup)
    {
        this.setup = setup;
    }

    /// <inheritdoc/>
    public IDictionary<object, object> Properties => setup.Builder.Properties;

    /// <summary>The app's configuration.</summary>
    public ConfigurationManager Configuration => setup.Web.Configuration;

    /// <inheritdoc/>
    public IHostEnvironment Environment => setup.Web.Environment;

    /// <inheritdoc/>
    public ILoggingBuilder Logging => setup.Web.Logging;

    /// <inheritdoc/>
    public IMetricsBuilder Metrics => setup.Web.Metrics;

    /// <inheritdoc cref="IFunctionsWorkerApplicationBuilder.Services"/>
    public IServiceCollection Services => setup.Web.Services;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    internal HostSetup Setup => setup;

    /// <summary>The app, ready to start.</summary>
    /// <exception cref="InvalidOperationException">The functions break a rule of the host; the message names each fault.</exception>
    public IHost Build() => setup.Build();

    /// <inheritdoc/>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        setup.Middleware.Add(middleware);
        return this;
    }

    /// <inheritdoc/>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        setup.Builder.ConfigureContainer(factory, configure);
}
