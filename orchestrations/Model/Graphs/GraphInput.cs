using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>A work of another instance that works of this one wait for, and where it lives.</summary>
public sealed record Prerequisite(string Id, string Instance, int Index);

/// <summary>What an orchestration is started with: the works of one continuation, or one shard of a large one.</summary>
[ImmutableObject(true)]
public sealed record GraphInput
{
    /// <summary>The continuation's id; for a single work with a generated id the same as the work's.</summary>
    public required string ChainId { get; init; }

    /// <summary>When the request was accepted.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>The works, prerequisites before dependents; empty when they are in the <see cref="Document"/>.</summary>
    public IReadOnlyList<WorkSpec> Works { get; init; } = [];

    /// <summary>Where the works are stored when they are too large to travel in messages.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Document { get; init; }

    /// <summary>Which part of a sharded continuation this is; null when it is whole, or when it is the one that owns the shards.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Shard { get; init; }

    /// <summary>How many shards the continuation has; 1 when it is whole.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>The prerequisites in other instances whose ids do not say where they live: chosen ids, and works of earlier continuations.</summary>
    public IReadOnlyList<Prerequisite> Prerequisites { get; init; } = [];

    /// <summary>Ids elsewhere that every work without prerequisites waits for: what an append to a unique name adds.</summary>
    public IReadOnlyList<string> AfterAll { get; init; } = [];

    /// <summary>The unique name that the works carry.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UniqueName { get; init; }

    /// <summary>The prerequisites that had finished before the enqueue, by id.</summary>
    public IReadOnlyList<KeyValuePair<string, WorkState>> Known { get; init; } = [];

    /// <summary>The works of the continuation are cancelled before they start: the instance replaces a scheduled start.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StopReason? Cancelled { get; init; }

    /// <summary>The initial delay counts as over: the instance replaces a scheduled start.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DelayMet { get; init; }

    /// <summary>The constraints of the first work count as met for one run: the instance replaces a scheduled start.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ConstraintsMet { get; init; }

    /// <summary>The W3C trace context (<c>traceparent</c>) of the request that enqueued it; null when it was part of no trace.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trace { get; init; }

    /// <summary>A digest of the request, so that a repeat of an idempotency key can be told from another request.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RequestDigest { get; init; }

    /// <summary>How long after the enqueue the request may come again; null is 24 h.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? RequestKeptFor { get; init; }

    /// <summary>Where a former execution of this instance left off; null at the first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GraphState? State { get; init; }

    /// <summary>The works as they wait: with what <see cref="AfterAll"/> adds.</summary>
    public IReadOnlyList<WorkSpec> Waiting(IReadOnlyList<WorkSpec> works) =>
        AfterAll.Count == 0 ? works : [.. works.Select(work => work.After.Count == 0 ? work with { After = AfterAll } : work)];

    /// <summary>Where prerequisites in other instances live; a generated id says so itself.</summary>
    /// <exception cref="InvalidOperationException">The graph was started without saying where one lives.</exception>
    public IEnumerable<Prerequisite> Locate(IEnumerable<string> ids) => ids.Select(id =>
        Prerequisites.FirstOrDefault(prerequisite => prerequisite.Id == id)
        ?? (WorkIds.Locate(id) is NodeAddress node ? new Prerequisite(id, node.InstanceId, node.Index) : null)
        ?? throw new InvalidOperationException($"Nobody said where the prerequisite {id} lives."));
}
