namespace Work.Client;

/// <summary>What became of one request of a batch: exactly one of the two is set.</summary>
/// <param name="Stored">What the enqueue did.</param>
/// <param name="Refused">Why nothing of it was stored.</param>
public sealed record BatchOutcome(EnqueueResult? Stored, WorkException? Refused);
