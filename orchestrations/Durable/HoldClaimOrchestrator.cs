using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Work.Orchestrations;

/// <summary>
/// Holds a claim on a name: the instance id is the name, the input is what it stands for. Starting it is the claim, which the backend gives
/// to one caller only; nothing is left to do in it. Notes and marks (<see cref="Work.Model.Marks"/>) are of the same kind, and may be made again.
/// </summary>
public static class HoldClaimOrchestrator
{
    /// <summary>Ends at once.</summary>
    [Function(TaskNames.HoldClaim)]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.CompletedTask;
    }
}
