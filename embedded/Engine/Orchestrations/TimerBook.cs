namespace Work.Embedded.Engine.Orchestrations;

/// <summary>The timers that the code waits for, by their time.</summary>
internal sealed class TimerBook
{
    private readonly Dictionary<int, (long FireAt, TaskCompletionSource Fired)> open = [];
    private PriorityQueue<int, (long FireAt, int Id)>? byTime;

    public bool HasOpen => open.Count > 0;

    /// <summary>The earliest time that somebody waits for, UTC ticks.</summary>
    public long? Next
    {
        get
        {
            DropCancelled();
            return byTime is not null && byTime.TryPeek(out var id, out _) ? open[id].FireAt : null;
        }
    }

    public Task Add(int id, long fireAt)
    {
        var fired = new TaskCompletionSource();
        open[id] = (fireAt, fired);
        (byTime ??= new()).Enqueue(id, (fireAt, id));
        return fired.Task;
    }

    public void Cancel(int id, CancellationToken token)
    {
        if (open.Remove(id, out var timer))
        {
            timer.Fired.TrySetCanceled(token);
        }
    }

    public void Fire(int id)
    {
        if (open.Remove(id, out var timer))
        {
            timer.Fired.TrySetResult();
        }
    }

    /// <summary>Ids of the timers due at <paramref name="now"/>, earliest first. They stay open until fired.</summary>
    public IReadOnlyList<int> TakeDue(long now)
    {
        List<int>? due = null;
        DropCancelled();
        while (byTime is not null && byTime.TryPeek(out var id, out var time) && time.FireAt <= now)
        {
            byTime.Dequeue();
            (due ??= []).Add(id);
            DropCancelled();
        }

        return due ?? (IReadOnlyList<int>)[];
    }

    private void DropCancelled()
    {
        while (byTime is not null && byTime.TryPeek(out var id, out _) && !open.ContainsKey(id))
        {
            byTime.Dequeue();
        }
    }
}
