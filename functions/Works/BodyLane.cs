namespace Work.Functions.Works;

/// <summary>
/// Lets only so many bytes of large bodies be worked on at once, in the order in which they came: a few callers with large bodies would else take all
/// processors, and everybody else would wait. Small bodies pass by.
/// </summary>
public sealed class BodyLane
{
    /// <summary>Bodies up to this size never wait.</summary>
    public const int SmallBytes = 64 * 1024;

    /// <summary>How many bytes are worked on at once; a larger body is alone.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly Queue<(int Bytes, TaskCompletionSource Turn)> waiting = new();
    private int free = MostBytes;

    /// <summary>Waits for the turn of a body; dispose what comes back when the work on it is done.</summary>
    /// <exception cref="OperationCanceledException">The token fired first.</exception>
    public async ValueTask<Place> EnterAsync(int bytes, CancellationToken cancellation)
    {
        if (bytes <= SmallBytes)
        {
            return default;
        }

        int taken = Math.Min(bytes, MostBytes);
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (waiting.Count == 0 && taken <= free)
            {
                free -= taken;
                return new Place(this, taken);
            }

            waiting.Enqueue((taken, turn));
        }

        await using CancellationTokenRegistration gone = cancellation.UnsafeRegister(_ => turn.TrySetCanceled(cancellation), null);
        await turn.Task;
        return new Place(this, taken);
    }

    private void Leave(int bytes)
    {
        lock (gate)
        {
            free += bytes;
            while (waiting.TryPeek(out (int Bytes, TaskCompletionSource Turn) next) && (next.Bytes <= free || next.Turn.Task.IsCompleted))
            {
                waiting.Dequeue();
                if (next.Turn.TrySetResult())
                {
                    free -= next.Bytes;
                }
            }
        }
    }

    /// <summary>A place in the lane.</summary>
    public readonly struct Place : IDisposable
    {
        private readonly BodyLane? lane;
        private readonly int bytes;

        internal Place(BodyLane lane, int bytes) => (this.lane, this.bytes) = (lane, bytes);

        /// <summary>Lets the next in.</summary>
        public void Dispose() => lane?.Leave(bytes);
    }
}
