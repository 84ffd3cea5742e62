using System.Text.Json;

namespace Work.Model;

/// <summary>One work while it is read: null is what was not given, or was faulty.</summary>
internal sealed class WorkDraft(string path, WorkLimits limits)
{
    /// <summary>The path of the work itself: empty for a single one.</summary>
    public string Path { get; } = path;

    public string? Key { get; set; }

    public string? Id { get; set; }

    public string? Worker { get; set; }

    public bool HasWorker { get; set; }

    public bool IsExternal { get; set; }

    public JsonElement? Input { get; set; }

    public IReadOnlyList<string?> Tags { get; set; } = [];

    public TimeSpan? InitialDelay { get; set; }

    public bool HasInitialDelay { get; set; }

    public DateTimeOffset? RunAt { get; set; }

    public bool HasRunAt { get; set; }

    public Period? Period { get; set; }

    public bool HasPeriod { get; set; }

    public CronRule? Cron { get; set; }

    public bool HasCron { get; set; }

    public DateTimeOffset? NextScheduleTimeOverride { get; set; }

    /// <summary>Whether the override was given, maybe as an explicit null.</summary>
    public bool HasOverride { get; set; }

    public bool IsPeriodic => HasPeriod || HasCron;

    public BackoffPolicy? BackoffPolicy { get; set; }

    public TimeSpan? BackoffDelay { get; set; }

    public int? MaxAttempts { get; set; }

    public TimeSpan? Timeout { get; set; }

    public InputMerger? InputMerger { get; set; }

    /// <summary>The entries as given; a faulty one is null, so that positions hold.</summary>
    public IReadOnlyList<string?> After { get; set; } = [];

    /// <summary>The entries resolved, once the whole body is known.</summary>
    public List<AfterEntry> Prerequisites { get; } = [];

    public Constraints? Constraints { get; set; }

    public string? Scope { get; set; }

    public string? TraceTag { get; set; }

    public TimeSpan? KeepResultsFor { get; set; }

    public int? Priority { get; set; }

    public string? ConcurrencyKey { get; set; }

    public bool HasConcurrencyKey { get; set; }

    public int? MaxConcurrency { get; set; }

    public bool HasMaxConcurrency { get; set; }

    public bool? LongRunning { get; set; }

    public bool IsExpedited { get; set; }

    public OutOfQuotaPolicy? OutOfQuota { get; set; }

    public string PathOf(string field) => Path.Length == 0 ? field : $"{Path}.{field}";

    /// <summary>The request, for a draft without faults.</summary>
    /// <param name="now">The time of the request.</param>
    public WorkRequest ToRequest(DateTimeOffset now) => new()
    {
        Key = Key,
        Id = Id,
        Worker = Worker!,
        IsExternal = IsExternal,
        Input = Input,
        Tags = [.. Tags.OfType<string>()],
        InitialDelay = InitialDelay ?? TimeSpan.Zero,
        RunAt = RunAt,
        Period = Period,
        Cron = Cron is null ? null : CronSpec.Of(Cron, FirstAfter(now)),
        NextScheduleTimeOverride = NextScheduleTimeOverride,
        HasOverride = HasOverride,
        Backoff = new Backoff(BackoffPolicy ?? Model.BackoffPolicy.Exponential, BackoffDelay ?? DefaultBackoff()),
        MaxAttempts = MaxAttempts ?? limits.DefaultMaxAttempts,
        Timeout = Timeout ?? (LongRunning == true ? null : limits.DefaultTimeout),
        LongRunning = LongRunning == true,
        InputMerger = InputMerger ?? Model.InputMerger.Overwriting,
        After = Prerequisites,
        Constraints = Constraints ?? Model.Constraints.None,
        Scope = Scope ?? WorkRequest.DefaultScope,
        TraceTag = TraceTag,
        KeepResultsFor = KeepResultsFor ?? limits.DefaultKeepResultsFor,
        Priority = Priority ?? 0,
        ConcurrencyKey = ConcurrencyKey,
        MaxConcurrency = ConcurrencyKey is null ? 0 : MaxConcurrency ?? 1,
        Expedited = IsExpedited ? new Expedited(OutOfQuota ?? OutOfQuotaPolicy.RunAsNonExpedited) : null,
    };

    // A start that was asked for is no firing, but a firing may fall on it.
    private DateTimeOffset FirstAfter(DateTimeOffset now) =>
        RunAt > now ? RunAt.Value - TimeSpan.FromTicks(1) : InitialDelay > TimeSpan.Zero ? now + InitialDelay.Value - TimeSpan.FromTicks(1) : now;

    private TimeSpan DefaultBackoff() =>
        new(Math.Min(Math.Max(limits.DefaultBackoff.Ticks, limits.MinBackoff.Ticks), limits.MaxBackoff.Ticks));
}
