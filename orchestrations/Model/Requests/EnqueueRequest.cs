namespace Work.Model;

/// <summary>A checked body: one work or one continuation.</summary>
public sealed record EnqueueRequest
{
    /// <summary>The works in the order of the body; at least one, and without cycles.</summary>
    public required IReadOnlyList<WorkRequest> Works { get; init; }

    /// <summary>Values that a floor or ceiling changed.</summary>
    public IReadOnlyList<Adjustment> Adjustments { get; init; } = [];

    /// <summary>Ids of stored work that <c>after</c> names, without repeats, in the order of their first mention. None is known to exist.</summary>
    public IReadOnlyList<string> StoredPrerequisites { get; init; } = [];

    /// <summary>The unique name of a continuation; null is none.</summary>
    public string? UniqueName { get; init; }

    /// <summary>What to do with works that carry the name already.</summary>
    public ExistingWorkPolicy ExistingWorkPolicy { get; init; }

    /// <summary>Whether the body was a continuation, <c>{ "work": [...] }</c>, even if of one work.</summary>
    public bool IsContinuation { get; init; }
}
