using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Work.Embedded.Hosting.Start;

/// <summary>
/// Gives memory back once the host has come to rest. The run-time keeps what a burst has needed for the next one, and collects nothing while nothing is
/// allocated: without this a host that waits for work would hold the memory of its busiest minute.
/// </summary>
internal sealed class RestCollector(IOptions<EmbeddedOptions> options) : IHostedService, IDisposable
{
    private const int LooksToRest = 2;
    private const long BytesOfRest = 1024 * 1024;
    private readonly Rest rest = new(LooksToRest, BytesOfRest);
    private ITimer? timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value is { VirtualClock: false, CollectAfterRestOf.Ticks: > 0 } real)
        {
            TimeSpan between = real.CollectAfterRestOf / LooksToRest;
            timer = TimeProvider.System.CreateTimer(_ => Look(), null, between, between);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => timer?.Dispose();

    private void Look()
    {
        if (rest.HasCome(GC.GetTotalAllocatedBytes()))
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
