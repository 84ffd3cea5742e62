using Work.Functions.Workers;

namespace WorkerApp;

/// <summary>Takes memory and lets go of none of it, until the process may have no more.</summary>
public sealed class HungryWorker(RunJournal journal) : IWorker
{
    private const int BlockBytes = 1 << 20;

    public Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
    {
        journal.Start($"{context.WorkId} {context.RunAttemptCount + 1} 0 0 -");
        var taken = new List<byte[]>();
        while (!stop.IsCancellationRequested)
        {
            taken.Add(GC.AllocateUninitializedArray<byte>(BlockBytes));
            Array.Fill<byte>(taken[^1], 1);
        }

        return Task.FromResult(WorkResult.Retry());
    }
}
