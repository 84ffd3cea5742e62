using Microsoft.DurableTask;

namespace Work.Embedded.Engine.History;

/// <summary>What happened to an instance, in the order in which its code saw it. A closed family; <see cref="HistoryCodec"/> writes it.</summary>
internal abstract record HistoryEvent;

/// <summary>The code gets a turn. Its clock stands at <paramref name="At"/> (UTC ticks) until the next one.</summary>
internal sealed record StepStarted(long At, long Boot) : HistoryEvent;

/// <summary>An activity, a sub-orchestration or an entity call ended well.</summary>
internal sealed record TaskCompleted(int Id, string? Result) : HistoryEvent;

/// <summary>An activity, a sub-orchestration or an entity call failed.</summary>
internal sealed record TaskFailed(int Id, TaskFailureDetails Failure) : HistoryEvent;

internal sealed record TimerFired(int Id) : HistoryEvent;

internal sealed record EventRaised(string Name, string? Payload) : HistoryEvent;

internal sealed record ExecutionSuspended(string? Reason) : HistoryEvent;

internal sealed record ExecutionResumed(string? Reason) : HistoryEvent;

/// <summary>What the code asked for. <paramref name="Id"/> counts the requests of an execution; a replay must make the same ones.</summary>
internal abstract record ActionEvent(int Id) : HistoryEvent
{
    /// <summary>The call that makes this request, for messages.</summary>
    public abstract string Describe();

    /// <summary>Whether a replay that asks for <paramref name="other"/> in this one's place is the same code.</summary>
    public abstract bool IsSameRequest(ActionEvent other);

    protected static bool SameName(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

internal sealed record TaskScheduled(int Id, string Name, string? Input) : ActionEvent(Id)
{
    /// <summary>The input itself, when it may be handed on; not part of what is stored.</summary>
    public object? InputValue { get; init; }

    public override string Describe() => $"activity '{Name}'";

    public override bool IsSameRequest(ActionEvent other) => other is TaskScheduled task && SameName(task.Name, Name);
}

internal sealed record TimerCreated(int Id, long FireAt) : ActionEvent(Id)
{
    public override string Describe() => "timer";

    public override bool IsSameRequest(ActionEvent other) => other is TimerCreated;
}

internal sealed record ChildScheduled(int Id, string InstanceId, string Name, string? Input, string? Version, byte[]? Tags) : ActionEvent(Id)
{
    public override string Describe() => $"sub-orchestration '{Name}'";

    public override bool IsSameRequest(ActionEvent other) => other is ChildScheduled child && SameName(child.Name, Name);
}

internal sealed record EventSent(int Id, string Target, string Name, string? Payload) : ActionEvent(Id)
{
    public override string Describe() => $"event '{Name}' to '{Target}'";

    public override bool IsSameRequest(ActionEvent other) => other is EventSent sent && SameName(sent.Name, Name) && sent.Target == Target;
}

/// <summary>An operation was sent to an entity: a call, whose result comes back, or a signal.</summary>
internal sealed record OperationSent(int Id, string Target, string Operation, string? Input, bool IsCall, long? DueAt) : ActionEvent(Id)
{
    public override string Describe() => $"{(IsCall ? "call" : "signal")} '{Operation}' to entity '{Target}'";

    public override bool IsSameRequest(ActionEvent other) =>
        other is OperationSent sent && sent.IsCall == IsCall && sent.Target == Target && SameName(sent.Operation, Operation);
}
