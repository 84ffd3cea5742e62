using System.Collections.Concurrent;

namespace Kills.Load;

/// <summary>A work that the API has said it has.</summary>
internal sealed record Acknowledged(string Id, AskedRequest Request, AskedWork Work, IReadOnlyList<string> After)
{
    /// <summary>When its cancel was acknowledged, or null.</summary>
    public DateTimeOffset? CancelledAt { get; set; }
}

/// <summary>What the clients were told, which the end is held against. Nothing is in it that was not acknowledged.</summary>
internal sealed class Ledger
{
    /// <summary>All acknowledged works, by id.</summary>
    public ConcurrentDictionary<string, Acknowledged> Works { get; } = new(StringComparer.Ordinal);

    /// <summary>Works that a reader was told have finished, and as what: that is final.</summary>
    public ConcurrentDictionary<string, (string State, DateTimeOffset At)> SeenFinished { get; } = new(StringComparer.Ordinal);

    /// <summary>Leased works whose end was acknowledged, with the output that was given.</summary>
    public ConcurrentDictionary<string, string> LeasesEnded { get; } = new(StringComparer.Ordinal);

    /// <summary>Unique names under which something was acknowledged.</summary>
    public ConcurrentDictionary<string, bool> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>What must not be: found on the way.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    private int requests;
    private int repeated;
    private int unanswered;

    public int Requests => requests;

    public int Repeated => repeated;

    public int Unanswered => unanswered;

    public void CountRequest() => Interlocked.Increment(ref requests);

    public void CountRepeated() => Interlocked.Increment(ref repeated);

    public void CountUnanswered() => Interlocked.Increment(ref unanswered);
}
