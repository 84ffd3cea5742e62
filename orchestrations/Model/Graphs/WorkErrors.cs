namespace Work.Model;

/// <summary>The errors that the rules themselves give a work; their types are part of the HTTP contract.</summary>
public static class WorkErrors
{
    /// <summary>The type of an error that ends a work whose attempts are used up.</summary>
    public const string AttemptsExhaustedType = "attemptsExhausted";

    /// <summary>The most characters of an error's message that are kept.</summary>
    public const int MaxMessageLength = 1_000;

    /// <summary>A work on which this one depends has failed.</summary>
    public static WorkError PrerequisiteFailed { get; } = new("prerequisiteFailed", "A prerequisite of this work failed.");

    /// <summary>Who leased the work did not renew the lease in time.</summary>
    public static WorkError LeaseRanOut { get; } = new("lost", "The lease of the run ran out.");

    /// <summary>All attempts are used up; the last error is told along.</summary>
    public static WorkError AttemptsExhausted(int attempts, WorkError? last) =>
        Of(AttemptsExhaustedType, $"All {attempts} attempts are used up." + (last is null ? "" : $" The last error was {last.Type}: {last.Message}"));

    /// <summary>An error with its message cut to what is kept.</summary>
    public static WorkError Of(string type, string message) =>
        new(type, message.Length <= MaxMessageLength ? message : message[..(MaxMessageLength - 1)] + "…");
}
