using System.Diagnostics;
using Microsoft.DurableTask;
using Work.Embedded.Engine.Core;
using Work.Embedded.Engine.Instances;
using Work.Embedded.Engine.Messages;
using Work.Embedded.Engine.Orchestrations;
using Work.Embedded.Engine.Tracing;

namespace Work.Embedded.Engine.Activities;

/// <summary>
/// One delivery of an activity. It begins after the step that scheduled it is on disk; its result counts once a step of the instance has
/// taken it. A crash between the two delivers it again, so the same activity may run twice, but one result is taken.
/// </summary>
internal sealed class ActivityRun(EngineCore core, InstanceActor owner, long row, int execution, ActivityInvocation invocation, ActivityContext trace) : ILaneItem
{
    public async ValueTask RunAsync()
    {
        if (core.Activities.TryBegin())
        {
            var ended = trace == default && !EngineSpans.AreOn ? await InvokeAsync() : await InvokeTracedAsync();
            owner.ActivityEnded(ended);
            core.Activities.End();
        }
        else
        {
            owner.ActivityEnded(null);
        }

        core.Busy.Exit();
    }

    private async ValueTask<TaskEndedMessage?> InvokeTracedAsync()
    {
        var span = EngineSpans.BeginActivity(invocation, trace, core.Clock.GetUtcNow());
        var ended = await InvokeAsync();
        span?.End(core.Clock.GetUtcNow(), ended is null ? "The host stopped." : ended.Failure?.ErrorMessage);
        return ended;
    }

    /// <summary>Null when it was only stopped: it has not ended then, and is delivered again at the next start.</summary>
    private async ValueTask<TaskEndedMessage?> InvokeAsync()
    {
        try
        {
            if (!core.Catalog.TryGetActivity(invocation.Name, out var code))
            {
                return Ended(null, Failures.Of<InvalidOperationException>($"There is no activity function named '{invocation.Name}'."));
            }

            var result = await code(invocation, core.Activities.StopToken);
            return Ended(core.Converter.Serialize(result), null);
        }
        catch (Exception failure) when (core.Activities.IsStopping && IsCancellation(failure))
        {
            core.Activities.LeaveUndone();
            return null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            EngineLog.ActivityFailed(core.Log, invocation.Name, invocation.InstanceId, failure);
            return Ended(null, Failures.From(failure));
        }
    }

    private TaskEndedMessage Ended(string? result, TaskFailureDetails? failure) => new(row, execution, invocation.TaskId, result, failure);

    private static bool IsCancellation(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is OperationCanceledException)
            {
                return true;
            }
        }

        return false;
    }
}
