using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Work.Embedded.Engine.History;
using Work.Embedded.Engine.Messages;
using Work.Embedded.Engine.Orchestrations;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.Instances;

/// <summary>What each message means for an instance as it is now. Messages for an instance that is not there, or has ended, are dropped.</summary>
internal sealed class InstanceIntake(InstanceTurn turn)
{
    private readonly List<HistoryEvent> incoming = [];
    private HashSet<int>? endedTasks;
    private bool isOwed;

    private InstanceState? State => turn.State;

    private bool IsOpen => State is { IsEnded: false };

    public void Take(Message message)
    {
        if (message is EventMessage)
        {
            turn.Core.Tally.Raised();
        }

        switch (message)
        {
            case StartMessage start:
                Start(start);
                break;
            case PurgeMessage purge:
                Purge(purge);
                break;
            case var _ when !IsOpen:
                break;
            case EventMessage raised:
                incoming.Add(new EventRaised(raised.Name, raised.Payload));
                break;
            case TaskEndedMessage ended:
                TaskEnded(ended);
                break;
            case SuspendMessage suspend:
                Suspend(suspend);
                break;
            case ResumeMessage resume:
                Resume(resume);
                break;
            case TerminateMessage terminate:
                Terminate(terminate);
                break;
            case RecoverMessage:
                Recover();
                break;
            case WakeMessage:
                isOwed = true;
                break;
        }
    }

    /// <summary>Lets the code take what has come.</summary>
    public void Finish()
    {
        if (IsOpen && (incoming.Count > 0 || isOwed))
        {
            new InstanceStep(turn, State!).Take(incoming);
        }
    }

    private void Start(StartMessage start)
    {
        var existing = State;
        if (existing is not null && IsForbidden(existing.Status, start.DedupeStatuses))
        {
            RefuseStart(start, existing);
            return;
        }

        if (existing is not null)
        {
            Displace(existing);
        }

        var now = turn.Core.Now;
        turn.State = new InstanceState(
            new InstanceRecord
            {
                Row = turn.Core.Store.NextRow(),
                Id = turn.Id,
                Name = start.Name,
                Version = start.Version,
                Status = (int)OrchestrationRuntimeStatus.Pending,
                CreatedAt = now,
                UpdatedAt = now,
                Input = start.Input,
                Tags = start.Tags,
                StartAt = start.StartAt,
                WakeAt = start.StartAt,
                Parent = MessageCodec.OriginToBytes(start.Parent, start.Trace),
            },
            HistoryTable.FirstSequence)
        {
            InputValue = start.InputValue,
        };
        turn.Insert();
        isOwed = true;
        if (start.Parent is null)
        {
            turn.Core.Tally.Started();
        }
    }

    private static bool IsForbidden(OrchestrationRuntimeStatus status, IReadOnlyList<int>? forbidden) =>
        forbidden is null ? !InstanceState.IsEndedStatus(status) : forbidden.Contains((int)status);

    private void RefuseStart(StartMessage start, InstanceState existing)
    {
        var clash = new OrchestrationAlreadyExistsException($"An orchestration with the id '{turn.Id}' already exists and is {existing.Status}.");
        turn.Refuse(start, clash);
        if (start.Parent is { } parent)
        {
            turn.Send(parent.InstanceId, new TaskEndedMessage(parent.Row, parent.Execution, parent.TaskId, null, Failures.From(clash)));
        }
    }

    private void Displace(InstanceState existing)
    {
        // The old row goes and the new one has another number, so results that are still under way find nobody.
        turn.Delete(existing.Record.Row);
        if (!existing.IsEnded)
        {
            InstanceEnd.TellParent(turn, existing.Record, null, Failures.Of<InvalidOperationException>(
                $"The sub-orchestration '{turn.Id}' was terminated, because another was started with its id."));
        }
    }

    private void TaskEnded(TaskEndedMessage ended)
    {
        var record = State!.Record;
        var isWanted = ended.Row == record.Row && ended.Execution == record.Execution && State.Ledger.IsOpen(ended.TaskId);
        if (isWanted && (endedTasks ??= []).Add(ended.TaskId))
        {
            turn.Spans?.RequestEnded(ended.TaskId, ended.Failure);
            incoming.Add(ended.Failure is { } failure ? new TaskFailed(ended.TaskId, failure) : new TaskCompleted(ended.TaskId, ended.Result));
        }
    }

    private void Suspend(SuspendMessage suspend)
    {
        if (State!.Status != OrchestrationRuntimeStatus.Suspended)
        {
            incoming.Add(new ExecutionSuspended(suspend.Reason));
            State.Status = OrchestrationRuntimeStatus.Suspended;
        }
    }

    private void Resume(ResumeMessage resume)
    {
        if (State!.Status == OrchestrationRuntimeStatus.Suspended)
        {
            incoming.Add(new ExecutionResumed(resume.Reason));
            State.Status = OrchestrationRuntimeStatus.Running;
        }
    }

    private void Terminate(TerminateMessage terminate)
    {
        if (terminate.Recursive)
        {
            foreach (var child in State!.Ledger.Children)
            {
                turn.Send(child, new TerminateMessage(terminate.Output, recursive: true));
            }
        }

        incoming.Clear();
        InstanceEnd.Take(turn, OrchestrationRuntimeStatus.Terminated, terminate.Output, null);
    }

    private void Purge(PurgeMessage purge)
    {
        if (State is null)
        {
            return;
        }

        if (!State.IsEnded)
        {
            turn.Refuse(purge, new InvalidOperationException(
                $"The orchestration '{turn.Id}' is {State.Status}; only ended ones can be purged. Terminate it first."));
            return;
        }

        turn.Delete(State.Record.Row);
        turn.State = null;
        purge.Purged = 1;
    }

    private void Recover()
    {
        foreach (var (task, boot) in State!.Ledger.Activities)
        {
            turn.Deliver(task, (int)(turn.Core.Store.Boot - boot));
        }

        isOwed |= !State.Ledger.HasStarted;
    }
}
