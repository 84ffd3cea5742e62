using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>A run that uses up the budget.</summary>
public sealed record BudgetRun(
    [property: JsonPropertyName("t")] GateTicket Ticket,
    [property: JsonPropertyName("s"), JsonConverter(typeof(UnixMilliseconds))] DateTimeOffset Since,
    [property: JsonPropertyName("e"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsStopped = false);

/// <summary>The run time that was used in a part of the day.</summary>
public sealed record BudgetPart(
    [property: JsonPropertyName("at"), JsonConverter(typeof(UnixMilliseconds))] DateTimeOffset From,
    [property: JsonPropertyName("u")] TimeSpan Used);

/// <summary>How much run time the long-running work of one worker has had in the last 24 hours, who uses it up now, and who waits for more.</summary>
public sealed record BudgetState
{
    /// <summary>What it may be, as the latest work had it.</summary>
    [JsonPropertyName("b")]
    public TimeSpan Budget { get; init; }

    /// <summary>Past use, oldest first; parts that are over 24 hours old are dropped.</summary>
    [JsonPropertyName("p")]
    public ImmutableArray<BudgetPart> Parts { get; init; } = [];

    /// <summary>The runs of now.</summary>
    [JsonPropertyName("r")]
    public ImmutableArray<BudgetRun> Runs { get; init; } = [];

    /// <summary>Who waits to be told.</summary>
    [JsonPropertyName("w")]
    public ImmutableArray<GateTicket> Waiters { get; init; } = [];

    /// <summary>How often something was told.</summary>
    [JsonPropertyName("n"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Tellings { get; init; }
}

/// <summary>What follows from a step at a budget.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Tell">Who is to be told what.</param>
/// <param name="Wake">When to look again; null is when something happens.</param>
public sealed record BudgetStep(BudgetState State, IReadOnlyList<GateTelling> Tell, DateTimeOffset? Wake);
