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

/// <summary>A decision, by the asking that it answers, so that who asks again is told the same.</summary>
public sealed record NameDecision(
    [property: JsonPropertyName("c")] string Ask,
    [property: JsonPropertyName("o")] NameOutcome Outcome,
    [property: JsonPropertyName("t"), JsonConverter(typeof(UnixMilliseconds))] DateTimeOffset DecidedAt);

/// <summary>What the owner of a unique name knows. It outlives the owner's instance as its output, and goes on in the next one.</summary>
public sealed record NameState
{
    /// <summary>The continuations that carry the name, oldest first. Of very many the oldest that have finished are forgotten.</summary>
    [JsonPropertyName("w")]
    public ImmutableArray<NamedChain> Chains { get; init; } = [];

    /// <summary>The latest decisions, oldest first.</summary>
    [JsonPropertyName("d")]
    public ImmutableArray<NameDecision> Decisions { get; init; } = [];

    /// <summary>Counts the owners, so that a caller can tell the one that it asked from the next.</summary>
    [JsonPropertyName("n"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Owner { get; init; }

    /// <summary>How many continuations, the oldest, this view leaves out.</summary>
    [JsonPropertyName("hw"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int HiddenChains { get; init; }

    /// <summary>How many decisions, the oldest, this view leaves out; the name's page has them.</summary>
    [JsonPropertyName("hd"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int HiddenDecisions { get; init; }

    /// <summary>What became of an asking; null when it was not decided here, or long ago.</summary>
    public NameOutcome? OutcomeOf(string ask) => Decisions.FirstOrDefault(decision => decision.Ask == ask)?.Outcome;
}

/// <summary>A request to enqueue under a unique name, as it is sent to the name's owner.</summary>
/// <param name="Policy">What to do with what exists.</param>
/// <param name="Instance">The instance that will own the continuation.</param>
/// <param name="Input">The continuation, its works stored apart when they are large.</param>
/// <param name="Ask">What tells this asking from every other, and a repeat of it from a new one: a fresh graph id.</param>
public sealed record NameRequest(ExistingWorkPolicy Policy, string Instance, GraphInput Input, string Ask);

/// <summary>What the owner of a name is started with.</summary>
public sealed record NameInput(NameState Former, NameRequest? First);
