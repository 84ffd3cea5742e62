using System.Text.Json;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>How the delay grows from one retry to the next.</summary>
public enum BackoffPolicy
{
    /// <summary>Doubles with each attempt.</summary>
    Exponential,

    /// <summary>Grows by the same step with each attempt.</summary>
    Linear,
}

/// <summary>How a work's own input and the outputs of its prerequisites become one input.</summary>
public enum InputMerger
{
    /// <summary>Key by key, later wins: a prerequisite's output overwrites the work's own input.</summary>
    Overwriting,

    /// <summary>Key by key into arrays; values of different types under one key are a clash, which fails the work.</summary>
    ArrayCreating,
}

/// <summary>The delay before a retry: <see cref="Policy"/> applied to <see cref="Delay"/>.</summary>
public sealed record Backoff(BackoffPolicy Policy, TimeSpan Delay);

/// <summary>
/// One work as it was accepted: checked, defaulted and clamped, so that all later rules can take it as it is.
/// It is stored with the work and never changes; what changes is the <see cref="WorkRecord"/>.
/// </summary>
public sealed record WorkSpec
{
    /// <summary>The id, unique in the whole hub.</summary>
    public required string Id { get; init; }

    /// <summary>The registered worker that runs it.</summary>
    public required string Worker { get; init; }

    /// <summary>Whether its worker is outside the process: its runs are leased, never handed to an activity.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsExternal { get; init; }

    /// <summary>The work's own input, a JSON object; null is the empty object.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Input { get; init; }

    /// <summary>The caller's tags, then the worker's name, which is always a tag; no repeats.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Counts from the moment the work is unblocked, until its first attempt only. Not negative.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan InitialDelay { get; init; }

    /// <summary>Not before this instant; null when not given. Never set together with <see cref="InitialDelay"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>The delay before a retry.</summary>
    public required Backoff Backoff { get; init; }

    /// <summary>The longest delay before a retry.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromHours(5);

    /// <summary>How many attempts may end in a retry, an exception or a crash; 0 is without limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MaxAttempts { get; init; }

    /// <summary>The longest that one run may take; null is without limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often it runs; null for one-time work, and when <see cref="Cron"/> says it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Period? Period { get; init; }

    /// <summary>The fixed grid on which it runs; null when it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CronSpec? Cron { get; init; }

    /// <summary>The caller's time for the first run; null is none. Periodic work only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? NextScheduleTimeOverride { get; init; }

    /// <summary>On an update: whether it sets the override, or clears it when it is null. One that does not leaves the stored one alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ChangesOverride { get; init; }

    /// <summary>The least time from the end of a run to an override, once the first period is over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan OverrideFloor { get; init; }

    /// <summary>Whether it runs again and again, until it is cancelled.</summary>
    [JsonIgnore]
    public bool IsPeriodic => Period is not null || Cron is not null;

    /// <summary>How inputs are merged.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public InputMerger InputMerger { get; init; }

    /// <summary>Ids of the works that must succeed first, in the order of the request.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Whether a worker's exception is a retry (profile Server) or a failure (profile Android).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RetriesExceptions { get; init; }

    /// <summary>The part of each backoff delay, 0 to 1, that chance may add to it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Jitter { get; init; }

    /// <summary>How much later each run from the sixth on starts at least when runs are stopped again and again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan RunSpacing { get; init; }

    /// <summary>The name of the work's spans; null is the worker's name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceTag { get; init; }

    /// <summary>How long the results are kept after the finish, before auto-prune. Not negative.</summary>
    public TimeSpan KeepResultsFor { get; init; } = TimeSpan.FromDays(1);

    /// <summary>-100 to 100; among the due that contend for a place, higher goes first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Priority { get; init; }

    /// <summary>Works with the same key share places to run; null is without.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ConcurrencyKey { get; init; }

    /// <summary>How many works with the key may run at once; 0 without a key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MaxConcurrency { get; init; }

    /// <summary>How many places the app had at the enqueue; 0 is without limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Slots { get; init; }

    /// <summary>Whether it may run for long, as long as it shows that it is alive.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LongRunning { get; init; }

    /// <summary>The run time that long-running work of its worker may have in 24 hours, as it was at the enqueue; null is without limit, or not long-running.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Budget { get; init; }

    /// <summary>Set when the work is expedited.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Expedited? Expedited { get; init; }

    /// <summary>What must hold for it to run.</summary>
    public Constraints Constraints { get; init; } = Constraints.None;

    /// <summary>Whose conditions its constraints watch.</summary>
    public string Scope { get; init; } = WorkRequest.DefaultScope;

    /// <summary>Whether a run that was stopped by a lost constraint waits its backoff out (profile Android), or for the constraint alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ConstraintStopsBackOff { get; init; }

    /// <summary>The most bytes of UTF-8 JSON that the merged input, the output and the progress may each have.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MaxDataBytes { get; init; }
}
