using System.Collections.Immutable;

namespace Microsoft.DurableTask;

/// <summary>How a client wants an orchestration started.</summary>
public record StartOrchestrationOptions
{
    /// <summary>Options; without an id one is generated, without an instant the start is immediate.</summary>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    /// <summary>A copy.</summary>
    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
        Version = options.Version;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>The id of the new instance.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Not to start before this instant.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Labels kept with the instance. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The version to start; null takes the client's default.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>
    /// Names of the runtime statuses in which an instance of the same id refuses the start. Null leaves it to the backend.
    /// </summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
