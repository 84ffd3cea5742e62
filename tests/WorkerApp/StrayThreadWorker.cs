using Work.Functions.Workers;

namespace WorkerApp;

/// <summary>Starts a thread that throws, which nobody can catch: the process ends.</summary>
public sealed class StrayThreadWorker(RunJournal journal) : IWorker
{
    public async Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
    {
        journal.Start($"{context.WorkId} {context.RunAttemptCount + 1} 0 0 -");
        new Thread(() => throw new InvalidOperationException("From a thread of its own.")).Start();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        return WorkResult.Success();
    }
}
