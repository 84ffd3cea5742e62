namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger knows besides its value.</summary>
public abstract class BindingContext
{
    /// <summary>Names to values; for HTTP the route values. Names ignore case.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
