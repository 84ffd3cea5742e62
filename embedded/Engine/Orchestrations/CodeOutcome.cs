using Microsoft.DurableTask;

namespace Work.Embedded.Engine.Orchestrations;

/// <summary>How the code came to rest. A closed family.</summary>
internal abstract record CodeOutcome
{
    /// <summary>It waits.</summary>
    internal sealed record Waiting : CodeOutcome
    {
        public static readonly Waiting Instance = new();
    }

    /// <summary>It returned.</summary>
    internal sealed record Completed(string? Output) : CodeOutcome;

    /// <summary>It threw.</summary>
    internal sealed record Failed(TaskFailureDetails Failure) : CodeOutcome;

    /// <summary>It wants to begin anew.</summary>
    internal sealed record Renewed(string? Input, string? Version, bool KeepsEvents) : CodeOutcome;
}
