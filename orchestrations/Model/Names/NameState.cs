using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>One continuation of a unique name.</summary>
/// <param name="ChainId">The continuation.</param>
/// <param name="Instance">The instance that owns it.</param>
/// <param name="Shards">How many shards it has.</param>
public sealed record NamedChain(
    [property: JsonPropertyName("c")] string ChainId,
    [property: JsonPropertyName("i")] string Instance,
    [property: JsonPropertyName("s")] int Shards)
{
    /// <summary>The instances that own its works.</summary>
    public IEnumerable<string> Instances() => Shards == 1 ? [Instance] : Enumerable.Range(0, Shards).Select(shard => WorkIds.ShardInstance(ChainId, shard));
}

/// <summary>A decision, by the continuation that asked for it, so that a repeated request is told the same.</summary>
public sealed record NameDecision([property: JsonPropertyName("c")] string ChainId, [property: JsonPropertyName("o")] NameOutcome Outcome);

/// <summary>What the owner of a unique name knows. It outlives the owner's instance as its output, and goes on in the next one.</summary>
public sealed record NameState
{
    /// <summary>The most continuations and decisions that are kept; the oldest go first. Two short lists fit a custom status.</summary>
    public const int MaxKept = 50;

    /// <summary>The continuations that carry the name, oldest first.</summary>
    [JsonPropertyName("w")]
    public ImmutableArray<NamedChain> Chains { get; init; } = [];

    /// <summary>The latest decisions, oldest first.</summary>
    [JsonPropertyName("d")]
    public ImmutableArray<NameDecision> Decisions { get; init; } = [];

    /// <summary>What became of a request; null when it was not decided here, or long ago.</summary>
    public NameOutcome? OutcomeOf(string chainId) => Decisions.FirstOrDefault(decision => decision.ChainId == chainId)?.Outcome;
}

/// <summary>A request to enqueue under a unique name, as it is sent to the name's owner.</summary>
/// <param name="Policy">What to do with what exists.</param>
/// <param name="Instance">The instance that will own the continuation.</param>
/// <param name="Input">The continuation, its works stored apart when they are large.</param>
public sealed record NameRequest(ExistingWorkPolicy Policy, string Instance, GraphInput Input);

/// <summary>What the owner of a name is started with.</summary>
public sealed record NameInput(NameState Former, NameRequest? First);
