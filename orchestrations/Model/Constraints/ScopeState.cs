using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>What is kept of a scope: its conditions, and who waits for which of them.</summary>
public sealed record ScopeState
{
    /// <summary>How many reports are remembered by their tokens.</summary>
    public const int MaxReports = 64;

    /// <summary>The conditions as they were last reported.</summary>
    public ConditionSet Conditions { get; init; } = new();

    /// <summary>Who watches, grouped by what they need; no group is empty.</summary>
    public ImmutableList<ScopeGroup> Groups { get; init; } = [];

    /// <summary>Counts the answers, so that a later one is known from an earlier one wherever they meet.</summary>
    public long Number { get; init; }

    /// <summary>The earliest instant for which a wake-up is under way.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>The tokens of the latest reports, for those who wait for theirs to be taken.</summary>
    public ImmutableList<string> Reports { get; init; } = [];
}

/// <summary>Watchers who need the same, and so always get the same answer.</summary>
public sealed record ScopeGroup
{
    /// <summary>What they need.</summary>
    public required Constraints Needs { get; init; }

    /// <summary>Who they are.</summary>
    public ImmutableList<GateTicket> Watchers { get; init; } = [];

    /// <summary>What they were last told.</summary>
    public required GateAnswer Told { get; init; }

    /// <summary>When it was lost lately; what is older than <see cref="ScopeRules.SteadyFor"/> is forgotten.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DateTimeOffset>? LostAt { get; init; }

    /// <summary>When a return that had to prove itself will have done so; null when there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SteadyAt { get; init; }
}

/// <summary>A report as it is sent to a scope.</summary>
/// <param name="Token">Tells it from all others.</param>
/// <param name="Changes">What is reported.</param>
public sealed record ConditionReport(string Token, IReadOnlyList<ConditionChange> Changes);

/// <summary>What a gate tells a watcher.</summary>
public sealed record GateTelling(GateTicket Ticket, GateAnswer Answer);

/// <summary>A scope after a step: the state, what is to be told, and when it is to be woken.</summary>
/// <param name="State">The state.</param>
/// <param name="Tell">The answers that have changed.</param>
/// <param name="Wake">When to wake it, if no wake-up is under way for then or before.</param>
public sealed record ScopeStep(ScopeState State, IReadOnlyList<GateTelling> Tell, DateTimeOffset? Wake);
