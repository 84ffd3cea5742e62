using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>How one run ended.</summary>
public enum AttemptResult
{
    /// <summary>The worker said success.</summary>
    Success,

    /// <summary>The worker said failure, or threw where exceptions are final.</summary>
    Failure,

    /// <summary>The worker asked for another try, or threw where exceptions are retried.</summary>
    Retry,

    /// <summary>The run was stopped or lost; the attempt's stop reason says why.</summary>
    Stopped,
}

/// <summary>One ended run, for the history.</summary>
public sealed record Attempt
{
    /// <summary>1 for the first run.</summary>
    [JsonPropertyName("n")]
    public int Number { get; init; }

    /// <summary>When it was handed out.</summary>
    [JsonPropertyName("b"), JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When its end was taken.</summary>
    [JsonPropertyName("e"), JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>How it ended.</summary>
    [JsonPropertyName("r"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AttemptResult Result { get; init; }

    /// <summary>Why it was stopped; <see cref="StopReason.NotStopped"/> when it gave a result.</summary>
    [JsonPropertyName("sr"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public StopReason StopReason { get; init; }

    /// <summary>The error of a failure, a retry or an exception.</summary>
    [JsonPropertyName("x"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public WorkError? Error { get; init; }

    /// <summary>The period that it belongs to, 1 for the first; 0 for one-time work.</summary>
    [JsonPropertyName("p"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Period { get; init; }

    /// <summary>The output, of periodic work: its record keeps none.</summary>
    [JsonPropertyName("o"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Payload? Output { get; init; }

    /// <summary>How often its worker went on from a checkpoint.</summary>
    [JsonPropertyName("sl"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Slice { get; init; }
}
