using System.Text.Json;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>
/// Does what its input says, attempt by attempt, on the host's clock. For tests: hosts register it in testing mode only.
/// The nth entry of <c>attempts</c> is the nth attempt, and the last repeats.
/// </summary>
public sealed class ScriptedWorker : IWorker
{
    /// <inheritdoc/>
    public async Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
    {
        if (ScriptedAttempt.Read(context.Input, context.RunAttemptCount, out var failure) is not { } attempt)
        {
            return failure!;
        }

        var heeded = attempt.IgnoresStop ? CancellationToken.None : stop;
        var passed = TimeSpan.Zero;
        foreach (var (at, data) in attempt.Progress)
        {
            await context.DelayAsync(at - passed, heeded);
            passed = at;
            await context.ReportProgressAsync(data, heeded);
        }

        await context.DelayAsync(attempt.RunFor - passed, heeded);
        return attempt switch
        {
            { Throw: { } message } => throw new InvalidOperationException(message),
            { Result: AttemptResult.Failure } => WorkResult.Failure(attempt.Error, attempt.Output),
            { Result: AttemptResult.Retry } => WorkResult.Retry(attempt.Error),
            _ => WorkResult.Success(attempt.Output),
        };
    }
}
