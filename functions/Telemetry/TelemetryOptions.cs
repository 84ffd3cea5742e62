namespace Work.Functions.Telemetry;

/// <summary>The settings under <c>Work:Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Work:Telemetry";

    /// <summary>The shortest <see cref="QueueInterval"/>.</summary>
    public static readonly TimeSpan LeastQueueInterval = TimeSpan.FromSeconds(1);

    /// <summary>How often the unfinished works are counted while somebody listens to their metrics, which reads all of them; default 30 s, at least 1 s.</summary>
    public TimeSpan QueueInterval { get; set; } = TimeSpan.FromSeconds(30);
}
