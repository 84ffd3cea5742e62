namespace Work.Functions.Workers;

/// <summary>
/// Answers with its input: the join of branches. With the array-creating merger all that hangs on it sees arrays, and outputs of different types under
/// one key fail the join.
/// </summary>
public sealed class CombineWorker : IWorker
{
    /// <inheritdoc/>
    public Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop) => Task.FromResult(WorkResult.Success(context.Input));
}
