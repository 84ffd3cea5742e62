using System.Text.Json;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>A work as the HTTP API shows it.</summary>
public sealed record WorkInfo
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The worker's name.</summary>
    public required string Worker { get; init; }

    /// <summary>The state.</summary>
    public required WorkState State { get; init; }

    /// <summary>The tags, the worker's name among them.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The unique name that it carries.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UniqueName { get; init; }

    /// <summary>The continuation that the work belongs to.</summary>
    public required string ChainId { get; init; }

    /// <summary>The ids of its prerequisites.</summary>
    public required IReadOnlyList<string> After { get; init; }

    /// <summary>Its own input.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>The output; empty until it succeeded or failed.</summary>
    public required JsonElement Output { get; init; }

    /// <summary>The latest progress of a run.</summary>
    public required JsonElement Progress { get; init; }

    /// <summary>Runs so far, the current one included.</summary>
    public required int RunAttemptCount { get; init; }

    /// <summary>How often it was updated.</summary>
    public required int Generation { get; init; }

    /// <summary>The earliest next start; only while enqueued.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? NextScheduleTime { get; init; }

    /// <summary>What must hold for it to run.</summary>
    public required Constraints Constraints { get; init; }

    /// <summary>Whose conditions its constraints watch.</summary>
    public required string Scope { get; init; }

    /// <summary>How many periods have ended; periodic work only, as the two that follow.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PeriodCount { get; init; }

    /// <summary>How often it runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Period? Period { get; init; }

    /// <summary>The fixed grid on which it runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CronInfo? Cron { get; init; }

    /// <summary>Why the last run was stopped.</summary>
    public required StopReason StopReason { get; init; }

    /// <summary>The latest error.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WorkError? Error { get; init; }

    /// <summary>-100 to 100; among the due that contend for a place, higher goes first.</summary>
    public required int Priority { get; init; }

    /// <summary>Whose places it shares.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ConcurrencyKey { get; init; }

    /// <summary>How many with the key may run at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxConcurrency { get; init; }

    /// <summary>Whether it may run for long, as long as it shows that it is alive.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? LongRunning { get; init; }

    /// <summary>What its run shows of itself; only while it runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Foreground { get; init; }

    /// <summary>Set when it is expedited.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExpeditedInfo? Expedited { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>When its latest run was handed out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it finished.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The last sign of life of a run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LastHeartbeatAt { get; init; }

    /// <summary>Where to go from here.</summary>
    public required WorkLinks Links { get; init; }
}

/// <summary>A fixed grid as the HTTP API shows it.</summary>
public sealed record CronInfo(string Expression, string TimeZone, MisfirePolicy Misfire, OverlapPolicy Overlap);

/// <summary>That a work is expedited.</summary>
/// <param name="OutOfQuota">What becomes of it when the quota is used up.</param>
public sealed record ExpeditedInfo(OutOfQuotaPolicy OutOfQuota);

/// <summary>Paths of a work's resources, relative to the host.</summary>
public sealed record WorkLinks(string Self, string Events, string History, string Explain);
