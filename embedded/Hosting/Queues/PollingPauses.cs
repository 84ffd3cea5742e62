namespace Work.Embedded.Hosting.Queues;

/// <summary>How long to wait before an empty queue is looked at again: a tenth of a second, then twice as long each time, up to a limit.</summary>
internal sealed class PollingPauses(TimeSpan most)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private TimeSpan next = First;

    public TimeSpan Next()
    {
        var pause = next < most ? next : most;
        next = pause * 2;
        return pause;
    }

    /// <summary>Something was there: what follows may come soon.</summary>
    public void Reset() => next = First;
}
