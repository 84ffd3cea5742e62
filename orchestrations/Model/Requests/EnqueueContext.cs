namespace Work.Model;

/// <summary>What a body is checked against.</summary>
/// <param name="Limits">The limits in force.</param>
/// <param name="Workers">The names of all registered workers; compared exactly.</param>
/// <param name="Now">The time of the request.</param>
public sealed record EnqueueContext(WorkLimits Limits, IReadOnlySet<string> Workers, DateTimeOffset Now)
{
    /// <summary>Those of the workers that are outside the process; none by default.</summary>
    public IReadOnlySet<string> ExternalWorkers { get; init; } = new HashSet<string>();
}
