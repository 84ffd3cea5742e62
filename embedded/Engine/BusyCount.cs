namespace Work.Embedded.Engine;

/// <summary>
/// Counts what is runnable or running. Zero means that nothing can happen until the clock moves or somebody outside asks for something.
/// Whoever passes work on enters for it before he leaves himself, so the count never shows a zero in between. Thread-safe.
/// </summary>
public sealed class BusyCount
{
    private readonly object gate = new();
    private TaskCompletionSource? idle;
    private long count;

    /// <summary>Whether nothing is runnable or running.</summary>
    public bool IsIdle => Interlocked.Read(ref count) == 0;

    /// <summary>Something became runnable.</summary>
    public void Enter() => Interlocked.Increment(ref count);

    /// <summary>Something came to rest. Each <see cref="Enter"/> has one.</summary>
    public void Exit()
    {
        if (Interlocked.Decrement(ref count) != 0)
        {
            return;
        }

        TaskCompletionSource? waiting;
        lock (gate)
        {
            (waiting, idle) = (idle, null);
        }

        waiting?.TrySetResult();
    }

    /// <summary>Waits until the count is zero. Something may have become runnable again by the time the caller goes on.</summary>
    public async Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        while (!IsIdle)
        {
            Task wait;
            lock (gate)
            {
                idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = idle.Task;
            }

            if (IsIdle)
            {
                return;
            }

            await wait.WaitAsync(cancellationToken);
        }
    }
}
