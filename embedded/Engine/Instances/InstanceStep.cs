using Microsoft.DurableTask.Client;
using Work.Embedded.Engine.History;
using Work.Embedded.Engine.Messages;
using Work.Embedded.Engine.Orchestrations;
using Work.Embedded.Engine.Tracing;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.Instances;

/// <summary>
/// One step of an instance's code: apply what has come, collect what it asks for, decide what the row says now. Nothing is done here;
/// all of it waits for the turn's commit.
/// </summary>
internal sealed class InstanceStep(InstanceTurn turn, InstanceState state)
{
    // A loop of ContinueAsNew without a wait is cut into turns, so that it commits and others get theirs.
    private const int MostRenewals = 10;
    private readonly InstanceRecord record = state.Record;

    public void Take(List<HistoryEvent> incoming)
    {
        var now = turn.Core.Now;
        record.UpdatedAt = now;
        if (record.Status == (int)OrchestrationRuntimeStatus.Suspended || state.IsBeforeStart(now))
        {
            Keep(incoming, now);
            return;
        }

        try
        {
            Run(incoming, Math.Max(now, state.Ledger.LastStepAt));
        }
        catch (Exception broken) when (broken is NonDeterministicOrchestrationException or InvalidOperationException)
        {
            incoming.ForEach(turn.Record);
            InstanceEnd.Take(turn, OrchestrationRuntimeStatus.Failed, null, Failures.From(broken));
        }
    }

    /// <summary>Takes events into the history without running code: they are safe, and wait.</summary>
    private void Keep(List<HistoryEvent> incoming, long now)
    {
        foreach (var happened in incoming)
        {
            turn.Record(happened);
            state.Run?.Apply(happened);
        }

        var isSuspended = state.Status == OrchestrationRuntimeStatus.Suspended;
        state.Status = isSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Pending;
        record.WakeAt = isSuspended || !state.IsBeforeStart(now) ? null : record.StartAt;
        record.Attention = state.Ledger.HasActivities;
    }

    private void Run(List<HistoryEvent> incoming, long now)
    {
        var run = state.Run ??= InstanceLoader.Replay(turn.Core, state);
        var due = run.Timers.TakeDue(now);
        if (incoming.Count == 0 && due.Count == 0 && state.Ledger.HasStarted)
        {
            return;
        }

        RunStep(run, now, incoming, due);
        for (var renewals = 0; run.Outcome() is CodeOutcome.Renewed renewed; renewals++)
        {
            run.TakeActions()?.ForEach(Follow);
            run = Renew(run, renewed);
            if (renewals == MostRenewals)
            {
                turn.WakesAtOnce = true;
                record.Attention = true;
                return;
            }

            RunStep(run, now, [], []);
        }

        foreach (var action in run.TakeActions() ?? [])
        {
            turn.Record(action);
            Follow(action);
        }

        Conclude(run);
    }

    private void RunStep(CodeRun run, long now, List<HistoryEvent> incoming, IReadOnlyList<int> due)
    {
        Happen(run, new StepStarted(now, turn.Core.Store.Boot));
        foreach (var happened in incoming)
        {
            Happen(run, happened);
        }

        for (var index = 0; index < due.Count; index++)
        {
            turn.Spans?.TimerFired(due[index], turn.Core.Store);
            Happen(run, new TimerFired(due[index]));
        }

        record.CustomStatus = run.CustomStatus;
    }

    private void Happen(CodeRun run, HistoryEvent happened)
    {
        turn.Record(happened);
        run.Apply(happened);
    }

    private CodeRun Renew(CodeRun old, CodeOutcome.Renewed renewed)
    {
        turn.Spans?.ExecutionEnded("ContinuedAsNew", null);
        record.Execution++;
        record.Input = renewed.Input;
        record.Version = renewed.Version ?? record.Version;
        record.StartAt = null;
        state.Ledger = new Ledger();
        state.NextSequence = HistoryTable.FirstSequence;
        state.BytesInRow = 0;
        turn.Renew();
        var next = state.Run = InstanceLoader.NewRun(turn.Core, record);
        if (renewed.KeepsEvents)
        {
            old.UnprocessedEvents.ForEach(kept => Happen(next, kept));
        }

        return next;
    }

    private void Conclude(CodeRun run)
    {
        switch (run.Outcome())
        {
            case CodeOutcome.Completed completed:
                InstanceEnd.Take(turn, OrchestrationRuntimeStatus.Completed, completed.Output, null);
                break;
            case CodeOutcome.Failed failed:
                InstanceEnd.Take(turn, OrchestrationRuntimeStatus.Failed, null, failed.Failure);
                break;
            default:
                state.Status = run.IsSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running;
                record.WakeAt = run.IsSuspended ? null : run.Timers.Next;
                record.Attention = state.Ledger.HasActivities;
                break;
        }
    }

    /// <summary>Turns a request into what is done after the commit.</summary>
    private void Follow(ActionEvent action)
    {
        switch (action)
        {
            case TaskScheduled task:
                turn.Deliver(task, redeliveries: 0);
                break;
            case ChildScheduled child:
                turn.Send(child.InstanceId, new StartMessage
                {
                    Name = child.Name,
                    Input = child.Input,
                    Version = child.Version,
                    Tags = child.Tags,
                    Parent = Address(child.Id),
                    Trace = state.Trace is { } trace ? TraceOrigin.Of(trace.Request(record.Execution, child.Id)) : null,
                });
                break;
            case EventSent sent:
                turn.Send(sent.Target, new EventMessage(sent.Name, sent.Payload));
                break;
            case OperationSent operation:
                var message = new OperationMessage
                {
                    Operation = operation.Operation,
                    Input = operation.Input,
                    Caller = operation.IsCall ? Address(operation.Id) : null,
                };
                turn.Send(operation.Target, message, operation.DueAt);
                break;
        }
    }

    private ReplyAddress Address(int taskId) => new(record.Id, record.Row, record.Execution, taskId, record.Name);
}
