using System.Collections.Concurrent;

namespace Work.Embedded.Engine.Core;

/// <summary>Something that takes a place in a <see cref="Lane"/> until it has run. It must not throw.</summary>
internal interface ILaneItem
{
    ValueTask RunAsync();
}

/// <summary>Runs items on the thread pool in the order in which they came, at most so many at once.</summary>
internal sealed class Lane : IThreadPoolWorkItem
{
    private readonly int width;
    private readonly IHandover? handover;
    private readonly ConcurrentQueue<ILaneItem> waiting = new();
    private int active;

    /// <exception cref="ArgumentOutOfRangeException">No width.</exception>
    public Lane(int width, IHandover? handover = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        this.width = width;
        this.handover = handover;
    }

    public int Active => Volatile.Read(ref active);

    public int Waiting => waiting.Count;

    public void Enqueue(ILaneItem item)
    {
        waiting.Enqueue(item);
        TryStartRunner();
    }

    /// <summary>A runner: the pool calls it, nobody else.</summary>
    public void Execute() => _ = RunAllAsync();

    private void StartRunner()
    {
        if (handover is null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            handover.Take(this);
        }
    }

    private void TryStartRunner()
    {
        while (true)
        {
            var seen = Volatile.Read(ref active);
            if (seen >= width)
            {
                return;
            }

            if (Interlocked.CompareExchange(ref active, seen + 1, seen) == seen)
            {
                StartRunner();
                return;
            }
        }
    }

    private static async ValueTask RunAsync(ILaneItem item)
    {
        try
        {
            await item.RunAsync();
        }
        catch (OutOfMemoryException none)
        {
            // Half a step is in memory, and none of it on disk: what is stored is whole, and the next start goes on from there.
            Environment.FailFast("There was no memory left to take a step with.", none);
        }
    }

    private async Task RunAllAsync()
    {
        while (waiting.TryDequeue(out var item))
        {
            await RunAsync(item);
            if (handover is not null && !waiting.IsEmpty)
            {
                // Whoever orders the hand-overs decides whether this runner's next item comes next.
                handover.Take(this);
                return;
            }
        }

        Interlocked.Decrement(ref active);

        // An item may have come after the last look and before the place was free.
        if (!waiting.IsEmpty)
        {
            TryStartRunner();
        }
    }
}
