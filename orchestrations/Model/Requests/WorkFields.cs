using System.Text.Json;

namespace Work.Model;

/// <summary>The fields of a WorkRequest: what the API supports, one rule each, and the rules between them.</summary>
internal static class WorkFields
{
    private static readonly FieldTable<WorkDraft> BackoffFields = new(new Dictionary<string, FieldRule<WorkDraft>>(StringComparer.Ordinal)
    {
        ["policy"] = (work, value) => work.BackoffPolicy = value.Choice(
            ("exponential", BackoffPolicy.Exponential), ("linear", BackoffPolicy.Linear)),
        ["delay"] = (work, value) => work.BackoffDelay = value.Clamped(
            (value.Body.Limits.MinBackoff, "minBackoff"), (value.Body.Limits.MaxBackoff, "maxBackoff")),
    });

    private static readonly FieldTable<WorkDraft> SingleFields = new(new Dictionary<string, FieldRule<WorkDraft>>(StringComparer.Ordinal)
    {
        ["id"] = (work, value) => work.Id = value.Id(),
        ["worker"] = ReadWorker,
        ["input"] = (work, value) => work.Input = value.DataObject(value.Body.Limits.MaxDataBytes),
        ["tags"] = ReadTags,
        ["initialDelay"] = (work, value) => (work.HasInitialDelay, work.InitialDelay) = (true, value.Duration(value.Body.Limits.MaxDelay)),
        ["runAt"] = (work, value) => (work.HasRunAt, work.RunAt) = (true, value.Instant(Latest(value.Body))),
        ["period"] = (work, value) => (work.HasPeriod, work.Period) = (true, PeriodDraft.Read(value)),
        ["cron"] = (work, value) => (work.HasCron, work.Cron) = (true, CronDraft.Read(value)),
        ["nextScheduleTimeOverride"] = (work, value) => (work.HasOverride, work.NextScheduleTimeOverride) =
            (true, value.Json.ValueKind == JsonValueKind.Null ? null : value.Instant(Latest(value.Body))),
        ["backoff"] = (work, value) => BackoffFields.Read(work, value),
        ["maxAttempts"] = (work, value) => work.MaxAttempts = value.Count(),
        ["timeout"] = (work, value) => work.Timeout = value.PositiveDuration(value.Body.Limits.MaxTimeout),
        ["inputMerger"] = (work, value) => work.InputMerger = value.Choice(
            ("overwriting", InputMerger.Overwriting), ("arrayCreating", InputMerger.ArrayCreating)),
        ["after"] = (work, value) => work.After = value.Items(entry => entry.Text()),
        ["constraints"] = (work, value) => work.Constraints = ConstraintsDraft.Read(value),
        ["scope"] = (work, value) => work.Scope = value.Scope(),
        ["traceTag"] = (work, value) => work.TraceTag = value.Text(value.Body.Limits.MaxTraceTagLength),
        ["keepResultsFor"] = (work, value) => work.KeepResultsFor = value.Duration(value.Body.Limits.MaxDelay),
        ["priority"] = (work, value) => work.Priority = value.Number(AdmissionFields.LowestPriority, AdmissionFields.HighestPriority),
        ["concurrencyKey"] = (work, value) => (work.HasConcurrencyKey, work.ConcurrencyKey) = (true, value.Text(AdmissionFields.MaxKeyLength)),
        ["longRunning"] = (work, value) => work.LongRunning = value.Flag(),
        ["expedited"] = AdmissionFields.ReadExpedited,
        ["maxConcurrency"] = (work, value) => (work.HasMaxConcurrency, work.MaxConcurrency) = (true, value.Number(1, AdmissionFields.MostPlaces)),
    });

    private static readonly FieldTable<WorkDraft> ContinuationFields = SingleFields.With(
        ("key", (work, value) => work.Key = value.Text(value.Body.Limits.MaxIdLength)));

    /// <summary>Reads one work. The draft is returned even when it has faults, so that its key can still be referred to.</summary>
    public static WorkDraft Read(FieldValue value, bool inContinuation)
    {
        var work = new WorkDraft(inContinuation ? value.Path : string.Empty, value.Body.Limits);
        if (!(inContinuation ? ContinuationFields : SingleFields).Read(work, value))
        {
            return work;
        }

        if (!work.HasWorker)
        {
            value.Body.Faults.Invalid(work.PathOf("worker"), "is required");
        }

        if (work is { HasRunAt: true, HasInitialDelay: true })
        {
            value.Body.Faults.Invalid(work.PathOf("runAt"), "must not be given together with initialDelay");
        }

        ScheduleFields.Check(work, value.Body.Faults);
        AdmissionFields.Check(work, value.Body.Faults);
        ConstraintsDraft.Check(work, value.Body.Faults);

        return work;
    }

    private static void ReadWorker(WorkDraft work, FieldValue value)
    {
        (work.HasWorker, work.Worker) = (true, value.Worker());
        work.IsExternal = work.Worker is { } name && value.Body.Context.ExternalWorkers.Contains(name);
    }

    private static void ReadTags(WorkDraft work, FieldValue value)
    {
        work.Tags = value.Items(tag => tag.Text(value.Body.Limits.MaxTagLength));
        if (work.Tags.Count > value.Body.Limits.MaxTags)
        {
            value.Fault<object>($"must have at most {value.Body.Limits.MaxTags} entries");
        }
    }

    /// <summary>The farthest instant that a body may name.</summary>
    public static DateTimeOffset Latest(BodyReading body) =>
        DateTimeOffset.MaxValue - body.Context.Now > body.Limits.MaxDelay ? body.Context.Now + body.Limits.MaxDelay : DateTimeOffset.MaxValue;
}
