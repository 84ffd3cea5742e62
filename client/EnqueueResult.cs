using Work.Model;

namespace Work.Client;

/// <summary>What an enqueue did.</summary>
/// <param name="Operation">What it did.</param>
/// <param name="Work">The works as they were stored, in the order of the request; at least one.</param>
/// <param name="Adjustments">Values that a floor or ceiling of the host changed; empty when all holds as asked.</param>
public sealed record EnqueueResult(EnqueueOperation Operation, IReadOnlyList<WorkInfo> Work, IReadOnlyList<Adjustment> Adjustments)
{
    /// <summary>The first work.</summary>
    public WorkInfo First => Work[0];

    /// <summary>The last work: of a chain, one of its last step.</summary>
    public WorkInfo Last => Work[^1];
}
