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
    /// <summary>Sends the start of the mark, if one is needed, and says whether; the orchestrator does not wait for it.</summary>
    internal static bool Make(TaskOrchestrationContext context, GraphState? begun, GraphState finished)
    {
        // What begins with all its works finished has ended before, and is marked.
        bool isMarked = begun is { IsFinished: true, Works.IsEmpty: false };
        if (isMarked || !Marks.HasFailed(finished))
        {
            return false;
        }

        _ = context.CallSubOrchestratorAsync(TaskNames.HoldClaim, options: new SubOrchestrationOptions(instanceId: Marks.Failed(context.InstanceId)));
        return true;
    }
}
