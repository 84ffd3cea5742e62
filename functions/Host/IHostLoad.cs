namespace Work.Functions.Host;

/// <summary>What a host says of how much it has to hold already. A host that spreads load by itself says nothing.</summary>
public interface IHostLoad
{
    /// <summary>Why new work should not be taken now; null when it can be.</summary>
    string? Overload { get; }
}
