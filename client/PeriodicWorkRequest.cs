using System.Text.Json;
using Work.Model;

namespace Work.Client;

/// <summary>How often a periodic work runs: so long after the end of each run.</summary>
/// <param name="Every">The interval; a shorter one than the host's least is raised, and the answer tells so.</param>
/// <param name="Flex">The window at the end of the first interval in which the first run may start. Default: none, so it is due at once.</param>
public sealed record WorkPeriod(TimeSpan Every, TimeSpan? Flex = null);

/// <summary>A fixed grid on which a periodic work runs.</summary>
/// <param name="Expression">A cron expression of five fields, or six with the second first.</param>
public sealed record WorkCron(string Expression)
{
    /// <summary>The IANA name of the zone whose wall clock counts. Default: UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What becomes of firings that nobody could dispatch in time. Default: one run for all.</summary>
    public MisfirePolicy? Misfire { get; init; }

    /// <summary>What a firing does when the run before is not finished. Default: it is dropped.</summary>
    public OverlapPolicy? Overlap { get; init; }
}

/// <summary>
/// A work to be run again and again, until it is cancelled: an immutable value, changed by <c>with</c> or made by one of the builders. What is null is left
/// to the host's default. It is checked by the host, which tells all faults at once.
/// </summary>
public sealed record PeriodicWorkRequest
{
    /// <inheritdoc cref="OneTimeWorkRequest.Worker"/>
    public required string Worker { get; init; }

    /// <summary>How often it runs. Either this or <see cref="Cron"/>.</summary>
    public WorkPeriod? Period { get; init; }

    /// <summary>On which grid it runs. Either this or <see cref="Period"/>.</summary>
    public WorkCron? Cron { get; init; }

    /// <summary>The time of the next run, which beats all others once. Default: none.</summary>
    public DateTimeOffset? NextScheduleTimeOverride { get; init; }

    /// <inheritdoc cref="OneTimeWorkRequest.Id"/>
    public string? Id { get; init; }

    /// <inheritdoc cref="OneTimeWorkRequest.Input"/>
    public JsonElement? Input { get; init; }

    /// <inheritdoc cref="OneTimeWorkRequest.Tags"/>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Delays the first run only. Not negative. Default: none.</summary>
    public TimeSpan? InitialDelay { get; init; }

    /// <inheritdoc cref="OneTimeWorkRequest.Backoff"/>
    public Backoff? Backoff { get; init; }

    /// <summary>How many attempts of one period may fail before the period counts as failed; 0 is without limit. Default: the host's profile.</summary>
    public int? MaxAttempts { get; init; }

    /// <inheritdoc cref="OneTimeWorkRequest.Timeout"/>
    public TimeSpan? Timeout { get; init; }

    /// <inheritdoc cref="OneTimeWorkRequest.TraceTag"/>
    public string? TraceTag { get; init; }

    /// <inheritdoc cref="OneTimeWorkRequest.KeepResultsFor"/>
    public TimeSpan? KeepResultsFor { get; init; }

    /// <inheritdoc cref="OneTimeWorkRequest.Priority"/>
    public int? Priority { get; init; }

    /// <inheritdoc cref="OneTimeWorkRequest.Constraints"/>
    public Constraints? Constraints { get; init; }

    /// <inheritdoc cref="OneTimeWorkRequest.Scope"/>
    public string? Scope { get; init; }

    /// <inheritdoc cref="OneTimeWorkRequest.ConcurrencyKey"/>
    public string? ConcurrencyKey { get; init; }

    /// <inheritdoc cref="OneTimeWorkRequest.MaxConcurrency"/>
    public int? MaxConcurrency { get; init; }

    /// <summary>Starts a request that runs so long after the end of each run.</summary>
    public static PeriodicWorkRequestBuilder Every(string worker, TimeSpan interval, TimeSpan? flex = null) =>
        new(new PeriodicWorkRequest { Worker = worker, Period = new WorkPeriod(interval, flex) });

    /// <summary>Starts a request that runs on the grid of a cron expression, on the wall clock of a zone; UTC when none is given.</summary>
    public static PeriodicWorkRequestBuilder OnCron(string worker, string expression, string? timeZone = null) =>
        new(new PeriodicWorkRequest { Worker = worker, Cron = new WorkCron(expression) { TimeZone = timeZone } });

    /// <summary>The request with another input, written as JSON in camelCase; properties that are null are left out.</summary>
    /// <param name="input">An object, a dictionary with string keys, or a JSON object.</param>
    /// <exception cref="ArgumentException">It does not become a JSON object.</exception>
    public PeriodicWorkRequest WithInput(object input) => this with { Input = new OneTimeWorkRequest { Worker = Worker }.WithInput(input).Input };
}
