using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>One run as it is handed to an activity.</summary>
[ImmutableObject(true)]
public sealed record RunRequest
{
    /// <summary>The work.</summary>
    public required WorkSpec Work { get; init; }

    /// <summary>The instance that handed it out.</summary>
    public required string Instance { get; init; }

    /// <summary>The work's position in its instance.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Index { get; init; }

    /// <summary>1 for the first run.</summary>
    public int Attempt { get; init; }

    /// <summary>How often the work was updated before the run began.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Generation { get; init; }

    /// <summary>The period that it belongs to, 1 for the first; 0 for one-time work.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Period { get; init; }

    /// <summary>How often the worker of this attempt has gone on from a checkpoint.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Slice { get; init; }

    /// <summary>Where the run goes on; null is at the beginning.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Payload? Checkpoint { get; init; }

    /// <summary>When the run was handed out.</summary>
    public DateTimeOffset HandedOutAt { get; init; }

    /// <summary>When the work was due to run; null in histories from before it was told, and for a slice.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The W3C trace context of the request that enqueued the work; null when it was part of no trace.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trace { get; init; }

    /// <summary>The content whose change let the work through; null for work that does not wait for any, empty when there was too much of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Triggered { get; init; }

    /// <summary>The outputs of the prerequisites in this instance, in the order in which the work names them; those elsewhere follow.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Payload?>? Inputs { get; init; }

    /// <summary>Where the prerequisites in other instances live; the activity reads their outputs there, so that no message has to carry them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PrerequisiteGroup>? Elsewhere { get; init; }

    /// <summary>The run of a work as the graph stands.</summary>
    public static RunRequest Of(GraphPlan plan, GraphState state, GraphInput input, string instance, int index, DateTimeOffset? dueAt = null)
    {
        WorkSpec work = plan.Works[index];
        WorkRecord record = state.Works[index];
        return new RunRequest
        {
            Work = work with { After = [], Cron = work.Cron is null ? null : work.Cron with { Firings = [] } },
            Instance = instance,
            Index = index,
            Attempt = record.RunAttemptCount,
            Generation = record.Generation,
            Slice = record.Slice,
            Checkpoint = record.Checkpoint,
            Period = PeriodRules.NumberOf(record),
            HandedOutAt = record.StartedAt ?? input.EnqueuedAt,
            DueAt = dueAt,
            Trace = input.Trace,
            Triggered = record.Triggered,
            Inputs = plan.PrerequisitesOf(index).Count == 0 ? null : [.. plan.PrerequisitesOf(index).Select(at => state.Works[at].Output)],
            Elsewhere = plan.ElsewhereOf(index).Count == 0 ? null : PrerequisiteGroup.Of(input.Locate(plan.ElsewhereOf(index))),
        };
    }
}

/// <summary>Prerequisites that live in one instance, as positions there.</summary>
public sealed record PrerequisiteGroup(string Instance, IReadOnlyList<int> Works, IReadOnlyList<string> Ids)
{
    /// <summary>The prerequisites, grouped by instance in the order in which they are first named.</summary>
    public static IReadOnlyList<PrerequisiteGroup> Of(IEnumerable<Prerequisite> prerequisites) =>
        [.. prerequisites.GroupBy(p => p.Instance, StringComparer.Ordinal).Select(g => new PrerequisiteGroup(g.Key, [.. g.Select(p => p.Index)], [.. g.Select(p => p.Id)]))];
}
