namespace Microsoft.DurableTask.Entities;

/// <summary>How an orchestration wants an entity called; nothing to choose yet.</summary>
public record CallEntityOptions;

/// <summary>How a signal is sent.</summary>
public record SignalEntityOptions
{
    /// <summary>Not to be delivered before this instant. Default: at once.</summary>
    public DateTimeOffset? SignalTime { get; init; }

    /// <summary>True gives default options, anything else none.</summary>
    public static implicit operator SignalEntityOptions?(bool? value) => value is true ? new() : null;

    /// <summary>A signal for this instant.</summary>
    public static implicit operator SignalEntityOptions(DateTimeOffset value) => new() { SignalTime = value };
}
