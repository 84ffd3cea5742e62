using Microsoft.Extensions.Hosting;

namespace Work.Simulation.World;

/// <summary>Listens to no signals of the system: they would hold on to each process of a story for as long as the teller lives.</summary>
internal sealed class SimLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
