using System.Text.Json;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>One work as requested: checked, defaulted and clamped, but not yet given an id.</summary>
public sealed record WorkRequest
{
    /// <summary>The scope of work that names none.</summary>
    public const string DefaultScope = "default";

    /// <summary>The name by which the same body refers to it; null when it cannot be referred to.</summary>
    public string? Key { get; init; }

    /// <summary>The id that the client chose; null when one is to be generated. It may have the form of a generated id.</summary>
    public string? Id { get; init; }

    /// <summary>A registered worker.</summary>
    public required string Worker { get; init; }

    /// <summary>Whether the worker is outside the process. Known by the host, never said by a request.</summary>
    [JsonIgnore]
    public bool IsExternal { get; init; }

    /// <summary>The input, an object within the limit; null is the empty object.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>The tags as given, repeats included.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Not negative.</summary>
    public TimeSpan InitialDelay { get; init; }

    /// <summary>In UTC; the past means now. Never together with <see cref="InitialDelay"/>.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>How often, floors applied; null when it is one-time, or <see cref="Cron"/> is given.</summary>
    public Period? Period { get; init; }

    /// <summary>The fixed grid, its first firings planned.</summary>
    public CronSpec? Cron { get; init; }

    /// <summary>The time of the next run; periodic work only.</summary>
    public DateTimeOffset? NextScheduleTimeOverride { get; init; }

    /// <summary>Whether the override was given at all: an explicit null is, and clears a stored one on an update.</summary>
    [JsonIgnore]
    public bool HasOverride { get; init; }

    /// <summary>Whether it runs again and again.</summary>
    [JsonIgnore]
    public bool IsPeriodic => Period is not null || Cron is not null;

    /// <summary>Within floor and ceiling.</summary>
    public required Backoff Backoff { get; init; }

    /// <summary>0 is without limit.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>Of one run; null is without limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How inputs are merged.</summary>
    public InputMerger InputMerger { get; init; }

    /// <summary>What must hold for it to run.</summary>
    public Constraints Constraints { get; init; } = Constraints.None;

    /// <summary>Whose conditions the constraints watch.</summary>
    public string Scope { get; init; } = DefaultScope;

    /// <summary>What must succeed first, in the order of the request, without repeats.</summary>
    public IReadOnlyList<AfterEntry> After { get; init; } = [];

    /// <summary>The name of the work's spans; null is the worker's name.</summary>
    public string? TraceTag { get; init; }

    /// <summary>Retention after the finish. Not negative.</summary>
    public TimeSpan KeepResultsFor { get; init; }

    /// <summary>-100 to 100.</summary>
    public int Priority { get; init; }

    /// <summary>Whose places it shares; null is without.</summary>
    public string? ConcurrencyKey { get; init; }

    /// <summary>How many with the key may run at once; 0 without a key.</summary>
    public int MaxConcurrency { get; init; }

    /// <summary>Whether it may run for long.</summary>
    public bool LongRunning { get; init; }

    /// <summary>Set when it is expedited.</summary>
    public Expedited? Expedited { get; init; }

    /// <summary>The stored work that this one repeats: all but its id and its edges is taken from there, whatever stands here.</summary>
    [JsonIgnore]
    public WorkSpec? Again { get; init; }
}

/// <summary>One entry of <c>after</c>.</summary>
/// <param name="Name">The entry: a key of the same body, or the id of stored work.</param>
/// <param name="Index">The position of the work with that key; null when the name is the id of stored work.</param>
public sealed record AfterEntry(string Name, int? Index);
