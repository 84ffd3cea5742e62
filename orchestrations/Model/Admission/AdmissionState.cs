using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>Waiters that are stored apart, and the first of them when they were put there.</summary>
public sealed record WaitingPage(
    [property: JsonPropertyName("n")] int Number,
    [property: JsonPropertyName("f")] Contender First);

/// <summary>
/// Who has the places of one key, and who waits for them. It stays small however many wait: the last of a long line are put on pages, which
/// are stored apart and come back when it is their turn.
/// </summary>
public sealed record AdmissionState
{
    /// <summary>Those who have a place.</summary>
    [JsonPropertyName("h")]
    public ImmutableArray<Contender> Holders { get; init; } = [];

    /// <summary>Those who wait and are not on a page, the next first.</summary>
    [JsonPropertyName("w")]
    public ImmutableArray<Contender> Waiters { get; init; } = [];

    /// <summary>The pages that are stored apart.</summary>
    [JsonPropertyName("g")]
    public ImmutableArray<WaitingPage> Pages { get; init; } = [];

    /// <summary>The page that was sent for and has not come back.</summary>
    [JsonPropertyName("b"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Awaited { get; init; }

    /// <summary>Those who have left and may still be on a page.</summary>
    [JsonPropertyName("l")]
    public ImmutableArray<GateTicket> Left { get; init; } = [];

    /// <summary>How many have asked.</summary>
    [JsonPropertyName("a"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Asked { get; init; }

    /// <summary>How many pages there have been, so that none has the number of another.</summary>
    [JsonPropertyName("c"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PagesMade { get; init; }

    /// <summary>How often something was told.</summary>
    [JsonPropertyName("t"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Tellings { get; init; }

    /// <summary>Whether nobody is here.</summary>
    [JsonIgnore]
    public bool IsEmpty => Holders.IsEmpty && Waiters.IsEmpty && Pages.IsEmpty;
}

/// <summary>Waiters that a key of places has put away, and sends for again.</summary>
public sealed record PutAwayWaiters(int Number, ImmutableArray<Contender> Waiters);

/// <summary>What follows from a step at the places of a key.</summary>
public sealed record AdmissionStep(AdmissionState State)
{
    /// <summary>Who got a place by it.</summary>
    public ImmutableArray<Contender> Admitted { get; init; } = [];

    /// <summary>What is to be put on a page of its own.</summary>
    public PutAwayWaiters? PutAway { get; init; }

    /// <summary>The page that is to be sent for.</summary>
    public int? SendFor { get; init; }

    /// <summary>Who is to be struck from all pages.</summary>
    public ImmutableArray<GateTicket> Strike { get; init; } = [];
}
