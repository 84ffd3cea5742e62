namespace Microsoft.DurableTask.Client;

/// <summary>How to purge.</summary>
/// <param name="Recursive">Whether sub-orchestrations go too. Default: no.</param>
public record PurgeInstanceOptions(bool Recursive = false);
