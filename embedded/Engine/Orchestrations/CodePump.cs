namespace Work.Embedded.Engine.Orchestrations;

/// <summary>
/// Runs orchestrator code on the calling thread until nothing of it can go on. What the code awaits comes back here and nowhere else, so one
/// instance's code never runs on two threads; a call from any other thread is refused, because its order would differ in a replay.
/// </summary>
internal sealed class CodePump : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> posted = new();

    public void Run<T1, T2>(Action<T1, T2> action, T1 first, T2 second)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            action(first, second);
            while (posted.TryDequeue(out var next))
            {
                next.Callback(next.State);
            }
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <exception cref="InvalidOperationException">The caller is not the orchestrator's code.</exception>
    public void EnsureInside()
    {
        if (Current != this)
        {
            throw new InvalidOperationException(
                "An orchestrator awaited something that its context did not make (I/O, Task.Run, Task.Delay, ConfigureAwait(false)). "
                + "It may await tasks of its context only; everything else belongs into an activity.");
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Current == this)
        {
            posted.Enqueue((d, state));
            return;
        }

        // A task that the context did not make has ended on another thread. Its continuation runs there, outside, and is refused by
        // the first call that it makes.
        ThreadPool.UnsafeQueueUserWorkItem(static work => work.d(work.state), (d, state), preferLocal: false);
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Orchestrator code is never sent to.");

    public override SynchronizationContext CreateCopy() => this;
}
