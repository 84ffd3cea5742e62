using System.Text.Json;
using Work.Functions.Workers;

namespace WorkerApp;

/// <summary>
/// Does what its input says: <c>runFor</c> (milliseconds), <c>retries</c> (so many attempts ask for another), <c>throws</c> (so many throw), <c>fails</c>,
/// <c>slices</c> (so many runs from checkpoint to checkpoint). <c>request</c> names what asked for it.
/// </summary>
public sealed class JournalWorker(RunJournal journal) : IWorker
{
    public async Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
    {
        int slice = context.Checkpoint?.GetProperty("slice").GetInt32() ?? 0;
        string run = $"{context.WorkId} {context.RunAttemptCount + 1} {context.Deadline?.UtcTicks ?? 0} {slice} {Text(context, "request")}";
        journal.Start(run);
        try
        {
            await context.DelayAsync(TimeSpan.FromMilliseconds(Number(context, "runFor")), stop);
        }
        catch (OperationCanceledException)
        {
            journal.End(run, context.StopReason.ToString());
            throw;
        }

        WorkResult result = Decide(context, slice);
        journal.End(run, result.GetType().Name);
        return context.RunAttemptCount < Number(context, "throws") ? throw new InvalidOperationException("As its input says.") : result;
    }

    private static WorkResult Decide(WorkContext context, int slice) =>
        context.RunAttemptCount < Number(context, "retries") + Number(context, "throws") ? WorkResult.Retry()
        : slice + 1 < Number(context, "slices") ? WorkResult.Continue(JsonSerializer.SerializeToElement(new { slice = slice + 1 }))
        : Number(context, "fails") > 0 ? WorkResult.Failure()
        : WorkResult.Success(JsonSerializer.SerializeToElement(new { ranBy = context.WorkId }));

    private static int Number(WorkContext context, string name) => context.Input.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : 0;

    private static string Text(WorkContext context, string name) => context.Input.TryGetProperty(name, out JsonElement value) ? value.GetString()! : "-";
}
