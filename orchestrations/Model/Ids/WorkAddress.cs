namespace Work.Model;

/// <summary>Where a work is stored, as far as its id alone can say. The family is closed.</summary>
public abstract record WorkAddress
{
    private protected WorkAddress()
    {
    }
}

/// <summary>A generated id: exactly this node of exactly this instance.</summary>
/// <param name="GraphId">The graph, which is the chain's id.</param>
/// <param name="InstanceId">The orchestration instance that holds the node: the graph's own, or a shard's.</param>
/// <param name="Index">The node's index within that instance.</param>
public sealed record NodeAddress(string GraphId, string InstanceId, int Index) : WorkAddress;

/// <summary>A client-chosen id: index 0 of <paramref name="InstanceId"/> when that exists, else whatever the alias names.</summary>
/// <param name="InstanceId">The instance of a single work with this id.</param>
/// <param name="AliasId">The alias of a work inside a chain.</param>
public sealed record ChosenAddress(string InstanceId, string AliasId) : WorkAddress;

/// <summary>The text is no work id at all, so nothing can be stored under it.</summary>
public sealed record NoAddress : WorkAddress
{
    private NoAddress()
    {
    }

    /// <summary>The one value.</summary>
    public static NoAddress Value { get; } = new();
}
