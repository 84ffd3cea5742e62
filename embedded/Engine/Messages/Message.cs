using Microsoft.DurableTask;
using Work.Embedded.Engine.Tracing;

namespace Work.Embedded.Engine.Messages;

/// <summary>
/// What an instance or entity is told. It waits in the receiver's mailbox until the receiver's next step takes it. A message from another
/// instance is also a row (<see cref="Number"/>), deleted by that step; a client's message has an <see cref="Ack"/>, set once that step is on disk.
/// </summary>
internal abstract class Message
{
    /// <summary>The row that holds it; 0 when it is in memory only.</summary>
    public long Number { get; set; }

    /// <summary>Tells the client that it was taken.</summary>
    public TaskCompletionSource? Ack { get; init; }
}

/// <summary>Where the end of a call is reported to: the instance, its row and execution, and the number of the call.</summary>
internal sealed record ReplyAddress(string InstanceId, long Row, int Execution, int TaskId, string Name);

internal sealed class StartMessage : Message
{
    public required string Name { get; init; }

    public string? Version { get; init; }

    public string? Input { get; init; }

    /// <summary>The input itself, when it may be handed on; see <see cref="Immutable"/>.</summary>
    public object? InputValue { get; init; }

    public byte[]? Tags { get; init; }

    public long? StartAt { get; init; }

    /// <summary>Statuses of an existing instance that forbid the start; null for those that have not ended.</summary>
    public IReadOnlyList<int>? DedupeStatuses { get; init; }

    public ReplyAddress? Parent { get; init; }

    /// <summary>The trace that the start is part of; null is none.</summary>
    public TraceOrigin? Trace { get; init; }

    /// <summary>The id was made for this start, so nothing of it can exist.</summary>
    public bool IdIsNew { get; init; }
}

internal sealed class EventMessage(string name, string? payload) : Message
{
    public string Name => name;

    public string? Payload => payload;
}

/// <summary>A call has ended. Dropped unless the receiver's row and execution still are those that made it.</summary>
internal sealed class TaskEndedMessage(long row, int execution, int taskId, string? result, TaskFailureDetails? failure) : Message
{
    public long Row => row;

    public int Execution => execution;

    public int TaskId => taskId;

    public string? Result => result;

    public TaskFailureDetails? Failure => failure;
}

internal sealed class SuspendMessage(string? reason) : Message
{
    public string? Reason => reason;
}

internal sealed class ResumeMessage(string? reason) : Message
{
    public string? Reason => reason;
}

internal sealed class TerminateMessage(string? output, bool recursive) : Message
{
    public string? Output => output;

    public bool Recursive => recursive;
}

/// <summary>Deletes the instance if it has ended; otherwise its ack fails.</summary>
internal sealed class PurgeMessage : Message
{
    /// <summary>How many were deleted, known when the ack is set.</summary>
    public int Purged { get; set; }
}

/// <summary>A timer of the receiver, or its scheduled start, is due.</summary>
internal sealed class WakeMessage : Message;

/// <summary>The process has started: hand out again what was handed out before.</summary>
internal sealed class RecoverMessage : Message;

/// <summary>An operation of an entity: a call when somebody waits for its result, otherwise a signal.</summary>
internal sealed class OperationMessage : Message
{
    public required string Operation { get; init; }

    public string? Input { get; init; }

    public ReplyAddress? Caller { get; init; }
}
