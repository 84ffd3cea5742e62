using System.Text.Json.Serialization;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>The answer to an enqueue.</summary>
public sealed record EnqueueAnswer(EnqueueOperation Operation, IReadOnlyList<WorkInfo> Work, IReadOnlyList<Adjustment> Adjustments)
{
    /// <summary>Whether it is the first answer to an idempotency key, given again.</summary>
    [JsonIgnore]
    public bool IsReplay { get; init; }
}

/// <summary>A request that is refused: nothing of it is stored.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Detail">What is wrong here, in a sentence.</param>
public sealed record Refusal(int Status, string Title, string Detail)
{
    /// <summary>The faults by field.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Whether the same request may be taken at a later time.</summary>
    public bool MayPassLater { get; init; } = MessageRules.MayPassLater(Status);

    /// <summary>Why a run was stopped, where that is what the caller must know.</summary>
    public StopReason? StopReason { get; init; }
}

/// <summary>Thrown where a request cannot go on; the HTTP layer turns it into a problem.</summary>
public sealed class RefusedException(Refusal refusal) : Exception(refusal.Detail)
{
    /// <summary>Why.</summary>
    public Refusal Refusal { get; } = refusal;
}
