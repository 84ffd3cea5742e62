using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>Whether a worker is paused, and who waits for its resuming. Of many who wait, most lie on pages, which are stored apart.</summary>
public sealed record PauseState
{
    /// <summary>How many waiters are kept at hand before they go on a page.</summary>
    public const int WaitersOfAPage = 200;

    /// <summary>How many of the last changes are known by their names.</summary>
    public const int ChangesKept = 20;

    /// <summary>Whether nothing new of the worker starts.</summary>
    [JsonPropertyName("p"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPaused { get; init; }

    /// <summary>Those who wait and are not on a page.</summary>
    [JsonPropertyName("w")]
    public ImmutableArray<GateTicket> Waiters { get; init; } = [];

    /// <summary>The number of the first page that may hold somebody.</summary>
    [JsonPropertyName("f"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int FirstPage { get; init; }

    /// <summary>How many pages there have been.</summary>
    [JsonPropertyName("c"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Pages { get; init; }

    /// <summary>How often something was told.</summary>
    [JsonPropertyName("t"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Tellings { get; init; }

    /// <summary>The last changes, so that whoever asked for one knows that it was made, also when the next one has undone it.</summary>
    [JsonPropertyName("l")]
    public ImmutableArray<string> LastChanges { get; init; } = [];

    /// <summary>The state after a pause or a resuming of this name.</summary>
    public PauseState Changed(string change) =>
        this with { LastChanges = [.. LastChanges.Where(other => other != change).TakeLast(ChangesKept - 1), change] };

    /// <summary>The state when a work asks: one that is held waits to be told.</summary>
    public PauseState Asked(GateTicket ticket) => !IsPaused || Waiters.Contains(ticket) ? this : this with { Waiters = Waiters.Add(ticket) };

    /// <summary>The state when a work leaves. One that is on a page stays there: to be told of what it no longer asks does it no harm.</summary>
    public PauseState Left(GateTicket ticket) => this with { Waiters = Waiters.Remove(ticket) };
}
