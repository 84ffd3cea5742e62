namespace Work.Functions.Workers;

/// <summary>Runs for as long as its input says, and does nothing.</summary>
public sealed class DelayWorker : IWorker
{
    /// <inheritdoc/>
    public async Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
    {
        var reader = new InputReader(context.Input);
        var length = reader.Duration("for", required: true);
        if (reader.Failure is { } failure)
        {
            return failure;
        }

        using var alive = context.KeepAlive();
        await context.DelayAsync(length!.Value, stop);
        return WorkResult.Success();
    }
}
