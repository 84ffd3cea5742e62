using System.Collections.Concurrent;

namespace Work.Embedded.Engine.Core;

/// <summary>
/// Who waits for a change of an instance. It says only that something changed: the waiter subscribes first, then reads the store, then waits,
/// so no change can fall between the two.
/// </summary>
internal sealed class Waiters
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);

    /// <summary>Ends at the next change of this instance.</summary>
    public Task NextChange(string id) =>
        waiting.GetOrAdd(id, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Changed(string id)
    {
        if (!waiting.IsEmpty && waiting.TryRemove(id, out var waiter))
        {
            waiter.TrySetResult();
        }
    }

    /// <summary>Ends all waits with this.</summary>
    public void FailAll(Exception reason)
    {
        foreach (var id in waiting.Keys)
        {
            if (waiting.TryRemove(id, out var waiter))
            {
                waiter.TrySetException(reason);
            }
        }
    }
}
