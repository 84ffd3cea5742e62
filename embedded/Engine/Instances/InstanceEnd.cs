using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Work.Embedded.Engine.Core;
using Work.Embedded.Engine.History;
using Work.Embedded.Engine.Messages;
using Work.Embedded.Engine.Orchestrations;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.Instances;

/// <summary>The end of an instance: final, told to the parent in the same commit.</summary>
internal static class InstanceEnd
{
    public static void Take(InstanceTurn turn, OrchestrationRuntimeStatus status, string? output, TaskFailureDetails? failure)
    {
        var state = turn.State!;
        var record = state.Record;
        state.Status = status;
        state.Run = null;
        record.Output = output;
        record.Failure = failure is null ? null : FailureCodec.ToBytes(failure);
        record.WakeAt = null;
        record.Attention = false;
        record.UpdatedAt = turn.Core.Now;
        turn.Update();
        turn.Core.Tally.Ended();
        turn.Spans?.ExecutionEnded(status.ToString(), failure?.ErrorMessage);
        if (failure is not null)
        {
            EngineLog.InstanceFailed(turn.Core.Log, record.Name, record.Id, failure.ToString());
        }

        TellParent(turn, record, output, status == OrchestrationRuntimeStatus.Terminated
            ? Failures.Of<InvalidOperationException>($"The sub-orchestration '{record.Id}' was terminated.")
            : failure);
    }

    public static void TellParent(InstanceTurn turn, InstanceRecord record, string? output, TaskFailureDetails? failure)
    {
        if (MessageCodec.AddressFromBytes(record.Parent) is { } parent)
        {
            var result = failure is null ? output : null;
            turn.Send(parent.InstanceId, new TaskEndedMessage(parent.Row, parent.Execution, parent.TaskId, result, failure));
        }
    }
}
