namespace Microsoft.Azure.Functions.Worker;

/// <summary>How often an invocation was tried before.</summary>
public abstract class RetryContext
{
    /// <summary>Earlier tries of the same invocation; 0 for the first.</summary>
    public abstract int RetryCount { get; }

    /// <summary>The most tries that there will be; 0 when no policy limits them.</summary>
    public abstract int MaxRetryCount { get; }
}
