using System.Text.Json;

namespace Work.Model;

/// <summary>What went wrong: a short stable type (an exception's name, or one of ours) and a text for people.</summary>
public sealed record WorkError(string Type, string Message);

/// <summary>A JSON object that is either here or, when it is large, in the payload store under a reference.</summary>
public sealed record Payload(JsonElement? Inline, string? Reference);

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
public sealed record Attempt(int Number, DateTimeOffset StartedAt, DateTimeOffset EndedAt, AttemptResult Result)
{
    /// <summary>Why it was stopped; <see cref="StopReason.NotStopped"/> when it gave a result.</summary>
    public StopReason StopReason { get; init; }

    /// <summary>The error of a failure, a retry or an exception.</summary>
    public WorkError? Error { get; init; }
}

/// <summary>The part of a work that changes. The orchestration that owns the work is the only writer.</summary>
public sealed record WorkRecord
{
    /// <summary>The state.</summary>
    public WorkState State { get; init; }

    /// <summary>Runs handed out so far, the current one included.</summary>
    public int RunAttemptCount { get; init; }

    /// <summary>Runs that ended in a retry, an exception or a crash: what <see cref="WorkSpec.MaxAttempts"/> bounds.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>When the work last became eligible: the enqueue, the unblocking or the last retry; null while blocked.</summary>
    public DateTimeOffset? EnqueuedAt { get; init; }

    /// <summary>The earliest next start; set only while <see cref="WorkState.Enqueued"/>.</summary>
    public DateTimeOffset? NextScheduleTime { get; init; }

    /// <summary>When the latest run was handed out.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it finished.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The last sign of life of a run.</summary>
    public DateTimeOffset? LastHeartbeatAt { get; init; }

    /// <summary>Why the last run was stopped.</summary>
    public StopReason StopReason { get; init; }

    /// <summary>The latest error.</summary>
    public WorkError? Error { get; init; }

    /// <summary>The output of a success or a failure.</summary>
    public Payload? Output { get; init; }

    /// <summary>The latest progress; wiped by a result, kept by a stop.</summary>
    public JsonElement? Progress { get; init; }

    /// <summary>A run is out that has not come back: nothing may start before it does.</summary>
    public bool InFlight { get; init; }

    /// <summary>The ended runs, oldest first.</summary>
    public IReadOnlyList<Attempt> Attempts { get; init; } = [];
}
