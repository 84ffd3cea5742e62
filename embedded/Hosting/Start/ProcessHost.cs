using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Work.Embedded.Storage;

namespace Work.Embedded.Hosting.Start;

/// <summary>
/// The host of an app in its own process. What the user can mend (a port or a data directory in use) ends the process with one sentence and
/// exit code 1 instead of a stack trace; everything else is thrown as it is.
/// </summary>
internal sealed class ProcessHost(IHost inner, ProcessHost.Progress progress) : IHost, IAsyncDisposable
{
    public IServiceProvider Services => inner.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.StartAsync(cancellationToken);
            progress.HasStarted = true;
        }
        catch (Exception e) when (e is StoreException or IOException)
        {
            await Console.Error.WriteLineAsync($"The host did not start. {e.Message}");
            Environment.ExitCode = 1;
            inner.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => inner.StopAsync(cancellationToken);

    public void Dispose() => inner.Dispose();

    public ValueTask DisposeAsync() => ((IAsyncDisposable)inner).DisposeAsync();

    /// <summary>How far the start has come.</summary>
    public sealed class Progress
    {
        public bool HasStarted { get; set; }
    }
}
