using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>Who waits for content to change, and whom the limit on such works counts.</summary>
public sealed record ContentState
{
    /// <summary>How many decisions on admissions are remembered.</summary>
    public const int MaxDecisions = 64;

    /// <summary>Who waits, and what has changed for them.</summary>
    public ImmutableList<ContentWatcher> Watchers { get; init; } = [];

    /// <summary>Counts what was told.</summary>
    public long Number { get; init; }

    /// <summary>The earliest instant for which a wake-up is under way.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>The works that were let in under the limit; those that have finished meanwhile go when somebody needs their room.</summary>
    public ImmutableList<AdmittedWork> Admitted { get; init; } = [];

    /// <summary>The latest decisions, for those who wait for theirs.</summary>
    public ImmutableList<ContentDecision> Decisions { get; init; } = [];
}

/// <summary>A work that waits for content.</summary>
public sealed record ContentWatcher
{
    /// <summary>Which work, in which passing.</summary>
    public required GateTicket Ticket { get; init; }

    /// <summary>What it waits for.</summary>
    public required IReadOnlyList<ContentTrigger> Triggers { get; init; }

    /// <summary>The quiet time after the latest change.</summary>
    public TimeSpan UpdateDelay { get; init; }

    /// <summary>The longest wait since the first change.</summary>
    public TimeSpan MaxDelay { get; init; }

    /// <summary>When the first and the latest change came that it has not been told of.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ContentChanges? Untold { get; init; }

    /// <summary>All that has changed since it waits; null when that was too much to name.</summary>
    public ImmutableList<string>? Uris { get; init; } = [];

    /// <summary>What it was last told; null as long as it waits.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GateAnswer? Told { get; init; }

    /// <summary>When it is to be told.</summary>
    [JsonIgnore]
    public DateTimeOffset? DueAt => Untold is not { } changes ? null
        : EligibleTime.Add(changes.LastAt, UpdateDelay) is var quiet && EligibleTime.Add(changes.FirstAt, MaxDelay) is var latest && quiet < latest ? quiet : latest;
}

/// <summary>When content changed.</summary>
public sealed record ContentChanges(DateTimeOffset FirstAt, DateTimeOffset LastAt);

/// <summary>Works that ask to be let in under the limit.</summary>
/// <param name="Claim">The request that they come with: the same claim is decided once.</param>
/// <param name="Works">Their ids.</param>
/// <param name="Limit">How many there may be.</param>
/// <param name="Gone">Works that were seen to have finished, or never to have come.</param>
public sealed record ContentAdmission(string Claim, IReadOnlyList<string> Works, int Limit, IReadOnlyList<string> Gone);

/// <summary>A work that was let in.</summary>
public sealed record AdmittedWork(string Claim, string Id, DateTimeOffset At);

/// <summary>Whether a claim was let in.</summary>
public sealed record ContentDecision(string Claim, bool IsAdmitted);

/// <summary>The content entity after a step.</summary>
/// <param name="State">The state.</param>
/// <param name="Tell">The answers that have changed.</param>
/// <param name="Wake">When to wake it, if no wake-up is under way for then or before.</param>
public sealed record ContentStep(ContentState State, IReadOnlyList<GateTelling> Tell, DateTimeOffset? Wake);
