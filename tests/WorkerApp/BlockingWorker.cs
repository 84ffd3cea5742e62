using Work.Functions.Workers;

namespace WorkerApp;

/// <summary>Keeps the thread that it was given for <c>runFor</c> milliseconds, without awaiting anything.</summary>
public sealed class BlockingWorker(RunJournal journal) : IWorker
{
    public Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
    {
        string run = $"{context.WorkId} {context.RunAttemptCount + 1} 0 0 -";
        journal.Start(run);
        stop.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(context.Input.GetProperty("runFor").GetInt32()));
        journal.End(run, nameof(WorkSuccess));
        return Task.FromResult(WorkResult.Success());
    }
}
