using Work.Embedded.Engine.Activities;
using Work.Embedded.Engine.Core;
using Work.Embedded.Engine.History;
using Work.Embedded.Engine.Messages;
using Work.Embedded.Engine.Tracing;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.Instances;

/// <summary>
/// One turn of an instance: the messages it takes, the writes that follow from them, and what is done once those are on disk. The store is
/// authoritative. A crash before the commit leaves nothing of the turn, and its messages come again (a client gets no answer); a crash
/// after it leaves all of it, and what was not yet dispatched is found again in the history and in the messages table.
/// </summary>
internal sealed class InstanceTurn(InstanceActor actor, EngineCore core) : IStoreWrite, IThreadPoolWorkItem
{
    // Most turns take one message and send none: lists are made when they are needed.
    private readonly List<HistoryEvent> events = new(4);
    private List<Message> taken = [];
    private List<(StoredMessage Stored, Message Message)>? outgoing;
    private List<ActivityRun>? activities;
    private List<(TaskCompletionSource Ack, Exception Reason)>? refused;
    private long deletedRow;
    private byte[]? blob;
    private bool isInRow;
    private bool inserts;
    private bool renews;
    private bool updates;
    private bool consumes;
    private Exception? failure;
    private TurnSpans? spans;

    public EngineCore Core => core;

    public string Id => actor.Id;

    public InstanceState? State
    {
        get => actor.State;
        set => actor.State = value;
    }

    /// <summary>The spans that end with this turn; null when the instance is part of no trace, or nobody listens.</summary>
    public TurnSpans? Spans => spans ?? (EngineSpans.AreOn && State?.Trace is { } trace ? spans = new TurnSpans(State, trace, core.Clock) : null);

    /// <summary>Whether the instance took a step that its own timer must follow up at once.</summary>
    public bool WakesAtOnce { get; set; }

    // The steps in a row are one: the format stands before the first of them only.
    private ReadOnlySpan<byte> StepInRow => !isInRow ? default : State!.BytesInRow == 0 ? blob : blob.AsSpan(HistoryCodec.FormatBytes);

    private bool HasWrites => deletedRow != 0 || inserts || updates || consumes || outgoing is not null;

    public void Take(List<Message> messages)
    {
        taken = messages;
        actor.Load(idIsNew: messages[0] is StartMessage { IdIsNew: true });
        var intake = new InstanceIntake(this);
        for (var index = 0; index < messages.Count; index++)
        {
            var message = messages[index];
            if (index > 0 && message is (StartMessage or PurgeMessage or SuspendMessage or ResumeMessage))
            {
                // They replace or delete the row, or change what the code may see: what came before them is committed first.
                actor.ReturnToMailbox(messages.Skip(index));
                messages.RemoveRange(index, messages.Count - index);
                break;
            }

            consumes |= message.Number != 0;
            intake.Take(message);
        }

        intake.Finish();
    }

    public void Commit()
    {
        if (!HasWrites)
        {
            AfterCommit();
            return;
        }

        if (events.Count > 0)
        {
            blob = HistoryCodec.Write(events);
            isInRow = State!.FitsInRow(blob.Length);
        }

        core.CountStep();
        core.Store.Enqueue(this);
    }

    /// <summary>The turn cannot be taken at all.</summary>
    public void Break(Exception reason) => taken.ForEach(message => message.Ack?.TrySetException(reason));

    /// <summary>Answers a client with an error.</summary>
    public void Refuse(Message message, Exception reason)
    {
        if (message.Ack is { } ack)
        {
            (refused ??= []).Add((ack, reason));
        }
    }

    public void Insert() => inserts = true;

    public void Update() => updates = true;

    public void Delete(long row) => deletedRow = row;

    /// <summary>The execution ends and another begins: its history goes with the same commit that writes the new one's first step.</summary>
    public void Renew()
    {
        renews = true;
        updates = true;
        events.Clear();
    }

    /// <summary>Adds to the history of this turn.</summary>
    public void Record(HistoryEvent happened)
    {
        events.Add(happened);
        core.Tally.Happened(happened);
        State!.Ledger.Apply(happened);
        updates = true;
    }

    /// <summary>Sends to another instance or entity, with this turn's commit.</summary>
    public void Send(string target, Message message, long? dueAt = null)
    {
        message.Number = core.Store.NextMessage();
        (outgoing ??= []).Add((new StoredMessage(message.Number, target, dueAt, MessageCodec.Write(message)), message));
    }

    /// <summary>Delivers an activity, after this turn's commit.</summary>
    public void Deliver(TaskScheduled task, int redeliveries)
    {
        var record = State!.Record;
        (activities ??= []).Add(new ActivityRun(
            core, actor, record.Row, record.Execution, new ActivityInvocation(Id, task.Name, task.Id, task.Input, redeliveries) { InputValue = task.InputValue },
            State.Trace?.Request(record.Execution, task.Id) ?? default));
    }

    public void Apply(StoreWriter writer)
    {
        if (deletedRow != 0)
        {
            writer.Instances.Delete(deletedRow);
        }

        if (inserts)
        {
            writer.Instances.Insert(State!.Record, StepInRow);
        }
        else if (updates)
        {
            if (renews)
            {
                writer.Instances.Renew(State!.Record);
            }

            writer.Instances.Update(State!.Record, StepInRow);
        }

        if (blob is not null && !isInRow)
        {
            writer.History.Append(State!.Record.Row, State.NextSequence, blob);
        }

        outgoing?.ForEach(sent => writer.Messages.Insert(sent.Stored));
        foreach (var message in taken)
        {
            if (message.Number != 0)
            {
                writer.Messages.Delete(message.Number);
            }
        }
    }

    public void Committed() => core.HandOver(this);

    public void Failed(Exception reason)
    {
        failure = reason;
        core.HandOver(this);
    }

    public void Execute()
    {
        if (failure is null)
        {
            AfterCommit();
        }
        else
        {
            AfterFailure(failure);
        }
    }

    private void AfterCommit()
    {
        if (blob is not null)
        {
            State!.NextSequence += isInRow ? 0 : 1;
            State.BytesInRow += StepInRow.Length;
        }

        if (!core.Pass("before-dispatch"))
        {
            return;
        }

        spans?.Write();
        Dispatch();
        Answer();
        if (HasWrites)
        {
            core.Waiters.Changed(Id);
        }

        FollowTimers();
        if (core.Pass("after-dispatch"))
        {
            actor.Rest();
        }
    }

    private void Dispatch()
    {
        foreach (var (stored, message) in outgoing ?? [])
        {
            if (stored.DueAt is { } dueAt)
            {
                core.Wakes.Deliver(stored.Target, message, dueAt);
            }
            else
            {
                core.Actors.Post(stored.Target, message);
            }
        }

        foreach (var activity in activities ?? [])
        {
            actor.ActivityBegins();
            core.Activities.Enqueue(activity);
        }
    }

    private void Answer()
    {
        refused?.ForEach(refusal => refusal.Ack.TrySetException(refusal.Reason));
        foreach (var message in taken)
        {
            message.Ack?.TrySetResult();
        }
    }

    private void FollowTimers()
    {
        var due = State is { IsEnded: false, Record.WakeAt: { } wakeAt } && core.Wakes.IsDue(wakeAt);
        if (due || WakesAtOnce)
        {
            actor.Post(new WakeMessage());
        }
    }

    private void AfterFailure(Exception reason)
    {
        Break(reason);
        var remaining = taken.Where(message => message.Ack is null).ToList();
        if (remaining.Count == 0)
        {
            actor.Forget();
            return;
        }

        EngineLog.StepNotStored(core.Log, Id, core.Options.StoreRetryDelay, reason);
        actor.RetryLater(remaining);
    }
}
