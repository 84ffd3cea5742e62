using System.Text.Json;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>
/// Does what its input says, attempt by attempt, on the host's clock. For tests: hosts register it in testing mode only.
/// The nth entry of <c>attempts</c> is the nth attempt, and the last repeats. One that goes on from a checkpoint goes on with the next entry.
/// </summary>
public sealed class ScriptedWorker : IWorker
{
    private const string Done = "slices";

    /// <inheritdoc/>
    public async Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
    {
        if (ScriptedAttempt.Read(context.Input, EntryOf(context), out var failure) is not { } attempt)
        {
            return failure!;
        }

        var heeded = attempt.IgnoresStop ? CancellationToken.None : stop;
        if (attempt.Foreground is { } foreground)
        {
            await context.SetForegroundAsync(foreground, heeded);
        }

        var passed = TimeSpan.Zero;
        foreach (var (at, data) in attempt.Progress)
        {
            await DelayAsync(context, at - passed, attempt.HeartbeatEvery, heeded);
            passed = at;
            await context.ReportProgressAsync(data, heeded);
        }

        await DelayAsync(context, attempt.RunFor - passed, attempt.HeartbeatEvery, heeded);
        return attempt switch
        {
            { Throw: { } message } => throw new InvalidOperationException(message),
            { Result: AttemptResult.Failure } => WorkResult.Failure(attempt.Error, attempt.Output),
            { Result: AttemptResult.Retry } => WorkResult.Retry(attempt.Error),
            { Checkpoint: { } checkpoint } => WorkResult.Continue(WithEntry(context, checkpoint)),
            _ => WorkResult.Success(attempt.Output),
        };
    }

    // A work that goes on from a checkpoint goes on in its script: the checkpoint says how many entries are done.
    private static int EntryOf(WorkContext context) =>
        context.RunAttemptCount + (context.Checkpoint is { } left && left.TryGetProperty(Done, out var done) ? done.GetInt32() : 0);

    private static JsonElement WithEntry(WorkContext context, JsonElement checkpoint)
    {
        var next = checkpoint.EnumerateObject().Where(field => field.Name != Done).ToDictionary(field => field.Name, field => field.Value);
        int done = context.Checkpoint is { } left && left.TryGetProperty(Done, out var before) ? before.GetInt32() : 0;
        next[Done] = JsonSerializer.SerializeToElement(done + 1);
        return JsonSerializer.SerializeToElement(next);
    }

    private static async Task DelayAsync(WorkContext context, TimeSpan delay, TimeSpan? heartbeatEvery, CancellationToken stop)
    {
        var left = delay;
        for (; heartbeatEvery < left; left -= heartbeatEvery.Value)
        {
            await context.DelayAsync(heartbeatEvery.Value, stop);
            await context.HeartbeatAsync(stop);
        }

        await context.DelayAsync(left, stop);
    }
}
