using Work.Embedded.Engine.Core;

namespace Work.Embedded.Engine.Activities;

/// <summary>
/// Runs activities, at most so many at once. What waits here is in the history already, so a stop or a crash forgets it safely: it is
/// delivered again at the next start.
/// </summary>
internal sealed class ActivityPool(EngineCore core) : IDisposable
{
    private readonly Lane lane = new(core.Options.MaxConcurrentActivities, core.Options.Handover);
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int running;

    public int Running => Volatile.Read(ref running);

    public int Queued => lane.Waiting;

    /// <summary>The host's shutdown, as activities see it.</summary>
    public CancellationToken StopToken => stop.Token;

    public bool IsStopping => stop.IsCancellationRequested;

    public void Enqueue(ActivityRun run)
    {
        core.Busy.Enter();
        lane.Enqueue(run);
    }

    /// <summary>A delivery began and did not end: it is delivered again at the next start.</summary>
    public bool IsAnyUndone { get; private set; }

    public void LeaveUndone() => IsAnyUndone = true;

    /// <summary>False when it may not begin any more.</summary>
    public bool TryBegin()
    {
        Interlocked.Increment(ref running);
        if (!IsStopping && !core.IsDead)
        {
            return true;
        }

        End();
        return false;
    }

    public void End()
    {
        if (Interlocked.Decrement(ref running) == 0 && IsStopping)
        {
            drained.TrySetResult();
        }
    }

    /// <summary>Lets nothing new begin and tells what runs to stop.</summary>
    /// <returns>Ends when nothing runs any more.</returns>
    public async Task StopAsync()
    {
        await stop.CancelAsync();
        if (Running == 0)
        {
            drained.TrySetResult();
        }

        await drained.Task;
    }

    public void Dispose() => stop.Dispose();
}
