using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>What of a periodic work's record goes from period to period. The stored names are short because they are stored at every step.</summary>
public sealed record PeriodState
{
    /// <summary>Periods that ended, in success or failure alike.</summary>
    [JsonPropertyName("c"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Count { get; init; }

    /// <summary>When the first run of this period was handed out; until then, when that of the last one was.</summary>
    [JsonPropertyName("b"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset? BeganAt { get; init; }

    /// <summary>The caller's time for the next run; null is none.</summary>
    [JsonPropertyName("o"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset? Override { get; init; }

    /// <summary>Counts each setting and clearing of the override, so that a run's end can tell whether it was changed meanwhile.</summary>
    [JsonPropertyName("g"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int OverrideGeneration { get; init; }

    /// <summary>The <see cref="OverrideGeneration"/> with which the current run began.</summary>
    [JsonPropertyName("s"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int StartedGeneration { get; init; }

    /// <summary>Cron only: the next firings that are not decided yet, in order; some may be past.</summary>
    [JsonPropertyName("f"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(UnixMillisecondsList))]
    public IReadOnlyList<DateTimeOffset>? Firings { get; init; }

    /// <summary>Cron only: all firings up to here are decided; those after it begin with <see cref="Firings"/>.</summary>
    [JsonPropertyName("d"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset? DecidedUntil { get; init; }

    /// <summary>Cron only: undecided firings up to here get a run of their own, however late it is.</summary>
    [JsonPropertyName("q"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset? OwedUntil { get; init; }
}
