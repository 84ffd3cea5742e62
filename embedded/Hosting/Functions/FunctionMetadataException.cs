namespace Work.Embedded.Hosting;

/// <summary>The app's functions break rules of the Functions host. The message names each fault.</summary>
public sealed class FunctionMetadataException : InvalidOperationException
{
    internal FunctionMetadataException(IReadOnlyList<string> faults)
        : base("The functions cannot be served:" + string.Concat(faults.Select(fault => $"{Environment.NewLine}  - {fault}")))
    {
        Faults = faults;
    }

    /// <summary>One sentence for each fault, naming the function.</summary>
    public IReadOnlyList<string> Faults { get; }
}
