using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>
/// What a due work may have to pass before it runs; asked in this order, each only by work that needs it. Plain work passes none.
/// </summary>
[Flags]
public enum Gate
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The conditions of its scope.</summary>
    Constraints = 1,

    /// <summary>Its worker is not paused.</summary>
    Pause = 2,

    /// <summary>The quota of expedited work.</summary>
    Quota = 4,

    /// <summary>The run time that its worker may have in a day.</summary>
    Budget = 64,

    /// <summary>The places of its concurrency key.</summary>
    Key = 8,

    /// <summary>The places of the app.</summary>
    Slot = 16,

    /// <summary>The content whose change starts it.</summary>
    Content = 32,
}

/// <summary>What a gate says.</summary>
public enum GateVerdict
{
    /// <summary>Go on.</summary>
    Open,

    /// <summary>Wait to be told. What runs is stopped.</summary>
    Held,

    /// <summary>Never: the work is cancelled.</summary>
    Dropped,
}

/// <summary>An answer of a gate: at once to who asks, and later whenever it changes.</summary>
public sealed record GateAnswer
{
    /// <summary>What it says.</summary>
    public GateVerdict Verdict { get; init; }

    /// <summary>Which condition, key or quota holds the work; for people.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>Until when it is held, as far as that is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why a run is stopped by it, or why the work is dropped.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public StopReason Reason { get; init; }

    /// <summary>The changed content that let it through, for the run to be told of; empty when there was too much of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Uris { get; init; }

    /// <summary>Which of the gate's answers it is, where a gate numbers them: messages may overtake each other, and an older answer than the last counts no more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Number { get; init; }

    /// <summary>The latest answer that held what is open now; it stops a run that was let through before it, with the <see cref="Reason"/>, even if it was overtaken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long HeldNumber { get; init; }

    /// <summary>The plain yes.</summary>
    public static GateAnswer Yes { get; } = new();
}

/// <summary>Who asks a gate. The pass tells one asking of the same work from the next, so that a late answer is known for what it is.</summary>
/// <param name="Instance">The instance that owns the work.</param>
/// <param name="Index">The work's position there.</param>
/// <param name="Pass">Which asking it is.</param>
public sealed record GateTicket(string Instance, int Index, int Pass);

/// <summary>A question to a gate: may this work run?</summary>
/// <param name="Ticket">Who asks.</param>
/// <param name="DueAt">Since when the work has been due.</param>
/// <param name="Work">The work, without its data.</param>
public sealed record GateRequest(GateTicket Ticket, DateTimeOffset DueAt, WorkSpec Work);

/// <summary>Where a work stands before its gates.</summary>
public sealed record GateState
{
    /// <summary>The gates that were asked and not left yet.</summary>
    [JsonPropertyName("a")]
    public Gate Asked { get; init; }

    /// <summary>Those of them that are open.</summary>
    [JsonPropertyName("o"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Gate Open { get; init; }

    /// <summary>A run went through them, or they were asked for what no longer holds: they are left as soon as nothing runs.</summary>
    [JsonPropertyName("u"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsUsed { get; init; }

    /// <summary>Which asking it is; goes up with each leaving.</summary>
    [JsonPropertyName("p"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Pass { get; init; }

    /// <summary>The latest answers of the gates that number theirs.</summary>
    [JsonPropertyName("k"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<Gate, long>? Numbers { get; init; }

    /// <summary>A run was held back because its worker is paused: it asks before it tries again.</summary>
    [JsonPropertyName("b"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsHeldBack { get; init; }

    /// <summary>Gates that gave for good what was asked of them before the first run: a leave does not make the work ask them again.</summary>
    [JsonPropertyName("z"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Gate Settled { get; init; }

    /// <summary>The quota was used up, and the work goes on without being expedited.</summary>
    [JsonPropertyName("q"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOutOfQuota { get; init; }

    /// <summary>The gate that holds the work, its answer, and since when.</summary>
    [JsonPropertyName("h"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GateHold? Hold { get; init; }

    /// <summary>Whether an answer is still awaited.</summary>
    [JsonIgnore]
    public bool IsWaiting => (Asked & ~Open) != Gate.None;
}

/// <summary>What holds a work.</summary>
public sealed record GateHold(
    [property: JsonPropertyName("g")] Gate Gate,
    [property: JsonPropertyName("n")] string? Name,
    [property: JsonPropertyName("s"), JsonConverter(typeof(UnixMilliseconds))] DateTimeOffset Since,
    [property: JsonPropertyName("u"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Until);
