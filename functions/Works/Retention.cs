namespace Work.Functions.Works;

/// <summary>
/// Says when a prune by time can find something, so that the hourly timer costs nothing until then: not before the shortest <c>keepResultsFor</c> that was
/// seen is over. What this process enqueues or updates is known at once; what another process did is found within a day. What was known is lost
/// with the process, and made anew by its first prune, which looks at everything.
/// </summary>
public sealed class Retention
{
    private readonly Lock gate = new();
    private DateTimeOffset next = DateTimeOffset.MinValue;
    private TimeSpan shortest = TimeSpan.FromDays(1);

    /// <summary>Whether no prune has begun in this process.</summary>
    public bool IsNew { get; private set; } = true;

    /// <summary>Whether something may be old enough by now.</summary>
    public bool IsDue(DateTimeOffset now)
    {
        lock (gate)
        {
            return now >= next;
        }
    }

    /// <summary>A prune begins.</summary>
    public void Begin(DateTimeOffset now)
    {
        lock (gate)
        {
            next = now + shortest;
            IsNew = false;
        }
    }

    /// <summary>There is work that has not finished, and is kept for so long when it has.</summary>
    public void Expect(TimeSpan keep, DateTimeOffset now)
    {
        lock (gate)
        {
            shortest = keep < shortest ? keep : shortest;
            next = now + shortest < next ? now + shortest : next;
        }
    }

    /// <summary>There is work that is old enough from an instant on.</summary>
    public void Note(DateTimeOffset at)
    {
        lock (gate)
        {
            next = at < next ? at : next;
        }
    }
}
