using Work.Model;

namespace Work.Client;

/// <summary>
/// Builds a <see cref="OneTimeWorkRequest"/> in WorkManager's words. Immutable: each call gives a new builder, so that one can be the start of many.
/// </summary>
public sealed class OneTimeWorkRequestBuilder
{
    private readonly OneTimeWorkRequest request;

    internal OneTimeWorkRequestBuilder(OneTimeWorkRequest request) => this.request = request;

    /// <inheritdoc cref="OneTimeWorkRequest.Id"/>
    public OneTimeWorkRequestBuilder SetId(string id) => new(request with { Id = id });

    /// <inheritdoc cref="OneTimeWorkRequest.WithInput"/>
    public OneTimeWorkRequestBuilder SetInput(object input) => new(request.WithInput(input));

    /// <summary>Adds a tag of 1 to 128 characters.</summary>
    public OneTimeWorkRequestBuilder AddTag(string tag) => new(request with { Tags = [.. request.Tags ?? [], tag] });

    /// <summary>Delays the first run. Replaces <see cref="SetRunAt"/>.</summary>
    public OneTimeWorkRequestBuilder SetInitialDelay(TimeSpan delay) => new(request with { InitialDelay = delay, RunAt = null });

    /// <summary>Sets the earliest instant of the first run. Replaces <see cref="SetInitialDelay"/>.</summary>
    public OneTimeWorkRequestBuilder SetRunAt(DateTimeOffset at) => new(request with { RunAt = at, InitialDelay = null });

    /// <inheritdoc cref="OneTimeWorkRequest.Backoff"/>
    public OneTimeWorkRequestBuilder SetBackoffCriteria(BackoffPolicy policy, TimeSpan delay) =>
        new(request with { Backoff = new Backoff(policy, delay) });

    /// <inheritdoc cref="OneTimeWorkRequest.MaxAttempts"/>
    public OneTimeWorkRequestBuilder SetMaxAttempts(int attempts) => new(request with { MaxAttempts = attempts });

    /// <inheritdoc cref="OneTimeWorkRequest.Timeout"/>
    public OneTimeWorkRequestBuilder SetTimeout(TimeSpan timeout) => new(request with { Timeout = timeout });

    /// <inheritdoc cref="OneTimeWorkRequest.InputMerger"/>
    public OneTimeWorkRequestBuilder SetInputMerger(InputMerger merger) => new(request with { InputMerger = merger });

    /// <inheritdoc cref="OneTimeWorkRequest.TraceTag"/>
    public OneTimeWorkRequestBuilder SetTraceTag(string tag) => new(request with { TraceTag = tag });

    /// <summary>How long the results are kept after the finish.</summary>
    public OneTimeWorkRequestBuilder KeepResultsForAtLeast(TimeSpan length) => new(request with { KeepResultsFor = length });

    /// <inheritdoc cref="OneTimeWorkRequest.Constraints"/>
    public OneTimeWorkRequestBuilder SetConstraints(Constraints constraints) => new(request with { Constraints = constraints });

    /// <inheritdoc cref="OneTimeWorkRequest.Scope"/>
    public OneTimeWorkRequestBuilder SetScope(string scope) => new(request with { Scope = scope });

    /// <inheritdoc cref="OneTimeWorkRequest.Priority"/>
    public OneTimeWorkRequestBuilder SetPriority(int priority) => new(request with { Priority = priority });

    /// <summary>Lets at most so many works with the key run at once, whatever their workers.</summary>
    public OneTimeWorkRequestBuilder SetConcurrency(string key, int most = 1) => new(request with { ConcurrencyKey = key, MaxConcurrency = most });

    /// <summary>Lets a run take as long as it shows that it is alive.</summary>
    public OneTimeWorkRequestBuilder SetLongRunning() => new(request with { LongRunning = true });

    /// <summary>Makes the work expedited: its first run goes ahead of all that is not, as far as the quota goes.</summary>
    public OneTimeWorkRequestBuilder SetExpedited(OutOfQuotaPolicy outOfQuota) => new(request with { Expedited = new ExpeditedInfo(outOfQuota) });

    /// <summary>Adds ids of stored work that must succeed first.</summary>
    public OneTimeWorkRequestBuilder AddAfter(params IReadOnlyList<string> ids) => new(request with { After = [.. request.After ?? [], .. ids] });

    /// <summary>The request.</summary>
    public OneTimeWorkRequest Build() => request;
}
