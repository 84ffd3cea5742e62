using System.Text.Json;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>What went wrong: a short stable type (an exception's name, or one of ours) and a text for people.</summary>
public sealed record WorkError(string Type, string Message);

/// <summary>A JSON object that is either here or, when it is large, in the payload store under a reference.</summary>
public sealed record Payload
{
    /// <summary>The object itself.</summary>
    [JsonPropertyName("v"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonElement? Inline { get; init; }

    /// <summary>Where the object is stored.</summary>
    [JsonPropertyName("r"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Reference { get; init; }
}

/// <summary>
/// The part of a work that changes. The orchestration that owns the work is the only writer; everybody else reads what it
/// publishes. The stored names are short because they are stored at every step.
/// </summary>
public sealed record WorkRecord
{
    /// <summary>The state.</summary>
    [JsonPropertyName("s"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public WorkState State { get; init; }

    /// <summary>Runs handed out so far, the current one included.</summary>
    [JsonPropertyName("a"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int RunAttemptCount { get; init; }

    /// <summary>Runs that ended in a retry, an exception or a crash: what <see cref="WorkSpec.MaxAttempts"/> bounds.</summary>
    [JsonPropertyName("fa"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int FailedAttempts { get; init; }

    /// <summary>When the work last became eligible: the enqueue, the unblocking or the last retry; null while blocked.</summary>
    [JsonPropertyName("e"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset? EnqueuedAt { get; init; }

    /// <summary>The earliest next start; set only while <see cref="WorkState.Enqueued"/>.</summary>
    [JsonPropertyName("n"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset? NextScheduleTime { get; init; }

    /// <summary>When the latest run was handed out.</summary>
    [JsonPropertyName("st"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it finished.</summary>
    [JsonPropertyName("f"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The last sign of life of a run.</summary>
    [JsonPropertyName("h"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset? LastHeartbeatAt { get; init; }

    /// <summary>Why the last run was stopped.</summary>
    [JsonPropertyName("sr"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public StopReason StopReason { get; init; }

    /// <summary>The latest error.</summary>
    [JsonPropertyName("x"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public WorkError? Error { get; init; }

    /// <summary>The output of a success or a failure.</summary>
    [JsonPropertyName("o"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Payload? Output { get; init; }

    /// <summary>The latest progress; wiped by a result, kept by a stop.</summary>
    [JsonPropertyName("p"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonElement? Progress { get; init; }

    /// <summary>Where the next run goes on, as a worker left it; kept until the work, or its period, is over.</summary>
    [JsonPropertyName("c"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Payload? Checkpoint { get; init; }

    /// <summary>How often the worker of the current attempt has gone on from a checkpoint.</summary>
    [JsonPropertyName("sl"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Slice { get; init; }

    /// <summary>What the run shows of itself while it lasts.</summary>
    [JsonPropertyName("fg"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonElement? Foreground { get; init; }

    /// <summary>A run is out that has not come back: nothing may start before it does.</summary>
    [JsonPropertyName("i"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool InFlight { get; init; }

    /// <summary>Where it stands before its gates; null when it needs none, or has not come to them.</summary>
    [JsonPropertyName("g"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public GateState? Gates { get; init; }

    /// <summary>How often the work was updated.</summary>
    [JsonPropertyName("gn"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Generation { get; init; }

    /// <summary>The content whose change let it through: null as long as none did, empty when there were too many to name.</summary>
    [JsonPropertyName("tu"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public IReadOnlyList<string>? Triggered { get; init; }

    /// <summary>Where it stands from period to period; null for one-time work.</summary>
    [JsonPropertyName("pd"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PeriodState? Period { get; init; }

    /// <summary>What is to be known of a run outside the process, or of the offer of one; null when there is none.</summary>
    [JsonPropertyName("rm"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RemoteRun? Remote { get; init; }

    /// <summary>It was pruned: nobody is shown it any more. Its place stays as long as its continuation does.</summary>
    [JsonPropertyName("z"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Pruned { get; init; }

    /// <summary>The ended runs, oldest first; null is none.</summary>
    [JsonPropertyName("at"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public IReadOnlyList<Attempt>? Attempts { get; init; }
}
