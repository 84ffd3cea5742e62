using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Work.Embedded.Hosting.Setup;
using Work.Embedded.Storage;

namespace Work.Embedded.Hosting.Start;

/// <summary>
/// The host of an app in its own process. What the user can mend (a port or a data directory in use, a wrong setting) ends the process with one sentence and
/// exit code 1 instead of a stack trace; everything else is thrown as it is.
/// </summary>
internal sealed class ProcessHost(IHost inner, ProcessHost.Progress progress) : IHost, IAsyncDisposable
{
    public IServiceProvider Services => inner.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            RefuseFile(HostSetup.Options(inner.Services).DataPath);
            await inner.StartAsync(cancellationToken);
            progress.HasStarted = true;
        }
        catch (Exception e) when (e is StoreException or IOException or OptionsValidationException)
        {
            await Console.Error.WriteLineAsync($"The host did not start. {e.Message}");
            Environment.ExitCode = 1;
            inner.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.StopAsync(cancellationToken);
        }
        catch (Exception) when (!progress.HasStarted)
        {
            // What never started cannot always be stopped; why it did not start has been told.
        }
    }

    public void Dispose() => inner.Dispose();

    public ValueTask DisposeAsync() => ((IAsyncDisposable)inner).DisposeAsync();

    private static void RefuseFile(string directory)
    {
        if (File.Exists(directory))
        {
            throw new StoreException($"The data directory '{directory}' is a file. Nothing was changed: move it away, or choose another directory (Embedded:DataDirectory).");
        }
    }

    /// <summary>How far the start has come.</summary>
    public sealed class Progress
    {
        public bool HasStarted { get; set; }
    }
}
