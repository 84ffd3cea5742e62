using Work.Functions.Workers;

namespace Work.Benchmarks.App;

/// <summary>Does nothing but be counted: what is measured is all that is around a worker.</summary>
public sealed class NoOpWorker(RunCount count) : IWorker
{
    /// <inheritdoc/>
    public Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
    {
        count.Add();
        return Task.FromResult(WorkResult.Success());
    }
}
