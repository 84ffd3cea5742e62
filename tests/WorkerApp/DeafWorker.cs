using Work.Functions.Workers;

namespace WorkerApp;

/// <summary>Goes on for <c>runFor</c> milliseconds whatever it is told.</summary>
public sealed class DeafWorker(RunJournal journal) : IWorker
{
    public async Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
    {
        string run = $"{context.WorkId} {context.RunAttemptCount + 1} 0 0 -";
        journal.Start(run);
        await context.DelayAsync(TimeSpan.FromMilliseconds(context.Input.GetProperty("runFor").GetInt32()), CancellationToken.None);
        journal.End(run, nameof(WorkSuccess));
        return WorkResult.Success();
    }
}
