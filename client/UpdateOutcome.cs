using Work.Model;

namespace Work.Client;

/// <summary>What became of an update.</summary>
/// <param name="Result">Whether it was applied, and from when on.</param>
/// <param name="Work">The work after it.</param>
/// <param name="Adjustments">Values that a floor or ceiling of the host changed; empty when all holds as asked.</param>
public sealed record UpdateOutcome(UpdateResult Result, WorkInfo Work, IReadOnlyList<Adjustment> Adjustments);
