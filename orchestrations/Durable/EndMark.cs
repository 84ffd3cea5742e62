using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Marks a graph that ends, when not all its works have succeeded: lists of failed and cancelled works find it by its mark.
///
/// The mark is an instance that ends at once. Its start is a message of the step in which the graph ends, so no crash leaves an end without it; it is there a
/// moment after the end. It may be made twice, which changes nothing.
/// </summary>
internal static class EndMark
{
    /// <summary>Sends the start of the mark, if one is needed.</summary>
    internal static void Make(TaskOrchestrationContext context, OpenCalls calls, GraphState? begun, GraphState finished)
    {
        // What begins with all its works finished has ended before, and is marked.
        bool isMarked = begun is { IsFinished: true, Works.IsEmpty: false };
        if (!isMarked && Marks.HasFailed(finished))
        {
            _ = calls.WatchAsync(context.CallSubOrchestratorAsync(TaskNames.HoldClaim, options: new SubOrchestrationOptions(instanceId: Marks.Failed(context.InstanceId))));
        }
    }

    /// <summary>Tells the owner of the graph's name that its works are finished: its instance is open for a while yet.</summary>
    internal static void Tell(TaskOrchestrationContext context, GraphInput input)
    {
        if (input.UniqueName is not null && context.Parent is { } parent)
        {
            context.SendEvent(parent.InstanceId, OwnNameOrchestrator.FinishedEvent, context.InstanceId);
        }
    }
}
