namespace Work.Embedded.Storage;

/// <summary>One row of <c>instances</c>: what is known of an orchestration without its history. Times are UTC ticks.</summary>
internal sealed class InstanceRecord
{
    /// <summary>The row's number. An id that is started afresh gets a new one, so what was sent to the old run cannot reach the new.</summary>
    public required long Row { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Version { get; set; }

    /// <summary>A value of OrchestrationRuntimeStatus.</summary>
    public int Status { get; set; }

    public required long CreatedAt { get; init; }

    public long UpdatedAt { get; set; }

    /// <summary>Counts the ContinueAsNew of this row.</summary>
    public int Execution { get; set; }

    /// <summary>Whether a restart has to look at it at once: activities are handed out, or a step is owed.</summary>
    public bool Attention { get; set; }

    /// <summary>The earliest timer, or the scheduled start.</summary>
    public long? WakeAt { get; set; }

    public long? StartAt { get; set; }

    public string? Input { get; set; }

    public byte[]? Tags { get; init; }

    /// <summary>Who waits for its end, and the trace that its start is part of, encoded by the engine.</summary>
    public byte[]? Parent { get; init; }

    public string? CustomStatus { get; set; }

    public string? Output { get; set; }

    public byte[]? Failure { get; set; }

    /// <summary>An input above this many characters lies beside the row, so that updates of the row do not rewrite it.</summary>
    public const int SpillCharacters = 1024;

    public bool Spills => Input is { Length: > SpillCharacters };
}
