using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Marks a graph that is about to end, when not all its works have succeeded: lists of failed and cancelled works find it by its mark.
///
/// The mark is an instance that ends at once, and the graph ends only after it: a crash at any point leaves a mark too many, never one too few. It may be
/// made twice, which changes nothing.
/// </summary>
internal sealed class EndMark(TaskOrchestrationContext context, GraphState begun, Action made)
{
    // What begins with all its works finished has ended before, and is marked.
    private bool isMade = begun.IsFinished && !begun.Works.IsEmpty;
    private bool isBegun;

    /// <summary>Whether a graph that has finished may end; if not, it is being marked, and <c>made</c> is called when that is done.</summary>
    internal bool IsMade(GraphState finished)
    {
        if (isMade || !Marks.HasFailed(finished))
        {
            return true;
        }

        if (!isBegun)
        {
            isBegun = true;
            _ = MakeAsync();
        }

        return false;
    }

    private async Task MakeAsync()
    {
        try
        {
            await context.CallSubOrchestratorAsync(TaskNames.HoldClaim, options: new SubOrchestrationOptions(instanceId: Marks.Failed(context.InstanceId)));
        }
        catch (TaskFailedException)
        {
            // Only a mark that is there already is refused.
        }

        isMade = true;
        made();
    }
}
