namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a functions app begins.</summary>
public class FunctionsApplication
{
    /// <summary>
    /// A builder with the host's defaults: <c>local.settings.json</c>, environment variables and <paramref name="args"/>
    /// (<c>--port</c>, <c>--address</c>, <c>--Key=value</c>) as configuration, a console logger, and the real clock.
    /// </summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return new FunctionsApplicationBuilder(Work.Embedded.Hosting.Setup.HostSetup.ForProcess(args));
    }
}
