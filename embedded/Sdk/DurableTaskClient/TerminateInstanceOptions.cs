namespace Microsoft.DurableTask.Client;

/// <summary>How to terminate.</summary>
/// <param name="Output">What the instance's output becomes.</param>
/// <param name="Recursive">Whether sub-orchestrations are terminated too. Default: no.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
