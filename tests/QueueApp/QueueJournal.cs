using System.Collections.Concurrent;

namespace QueueApp;

/// <summary>What the functions saw, and when those that wait may go on.</summary>
public sealed class QueueJournal
{
    private readonly Lock gate = new();
    private int running;

    public ConcurrentQueue<(string Function, string Text)> Seen { get; } = new();

    public ConcurrentQueue<long> Deliveries { get; } = new();

    public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource MayEnd { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Running
    {
        get
        {
            lock (gate)
            {
                return running;
            }
        }
    }

    public int MostRunning { get; private set; }

    public void Enter()
    {
        lock (gate)
        {
            MostRunning = Math.Max(MostRunning, ++running);
        }
    }

    public void Leave()
    {
        lock (gate)
        {
            running--;
        }
    }
}
