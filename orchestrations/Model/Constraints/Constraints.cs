using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>What must hold for a work to run: all of it, from the start of a run to its end. What is not set is not asked for.</summary>
public sealed record Constraints
{
    /// <summary>No constraint.</summary>
    public static readonly Constraints None = new();

    /// <summary>The network.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public NetworkType NetworkType { get; init; }

    /// <summary>The battery is not low.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool BatteryNotLow { get; init; }

    /// <summary>It is being charged.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Charging { get; init; }

    /// <summary>Nobody uses it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool DeviceIdle { get; init; }

    /// <summary>Storage is not low.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool StorageNotLow { get; init; }

    /// <summary>Named conditions, in the order of the request, without repeats.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Conditions { get; init; }

    /// <summary>The time of day.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeWindow? Window { get; init; }

    /// <summary>Content whose change starts the work: a change of any of it, after the work has become due.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ContentTrigger>? ContentTriggers { get; init; }

    /// <summary>The quiet time after the latest change; each change begins it anew. Set with <see cref="ContentTriggers"/> only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? TriggerUpdateDelay { get; init; }

    /// <summary>The longest wait since the first change. Set with <see cref="ContentTriggers"/> only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? TriggerMaxDelay { get; init; }

    /// <summary>Whether anything of it is about the conditions of a scope, or the time of day.</summary>
    [JsonIgnore]
    public bool WatchesScope => NetworkType != NetworkType.NotRequired || BatteryNotLow || Charging || DeviceIdle || StorageNotLow || Conditions is { Count: > 0 } || Window is not null;

    /// <summary>Whether the work waits for content to change.</summary>
    [JsonIgnore]
    public bool WatchesContent => ContentTriggers is { Count: > 0 };

    /// <summary>Whether expedited work may have it: network and storage are all that it may ask for.</summary>
    [JsonIgnore]
    public bool AllowsExpedited => !(BatteryNotLow || Charging || DeviceIdle || Conditions is { Count: > 0 } || Window is not null || WatchesContent);
}

/// <summary>
/// A part of the day: from a local time up to another, over midnight when the second is the earlier one. Each day's begins and ends at the first
/// instant of its local time; a local time that the clocks skip is the instant after the gap. So on the day of a change it is longer or shorter by the
/// change, one that lies wholly in a gap does not open that day, and none opens twice.
/// </summary>
/// <param name="From">When it opens.</param>
/// <param name="To">When it closes; not the same as <paramref name="From"/>.</param>
/// <param name="TimeZone">The IANA name of the zone.</param>
public sealed record TimeWindow(TimeOnly From, TimeOnly To, string TimeZone);

/// <summary>Content to watch.</summary>
/// <param name="Uri">Which.</param>
/// <param name="Descendants">Whether what lies below it counts too.</param>
public sealed record ContentTrigger(string Uri, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Descendants);
