using Work.Model;

namespace Work.Client;

/// <summary>
/// Builds a <see cref="PeriodicWorkRequest"/> in WorkManager's words. Immutable: each call gives a new builder, so that one can be the start of many.
/// </summary>
public sealed class PeriodicWorkRequestBuilder
{
    private readonly PeriodicWorkRequest request;

    internal PeriodicWorkRequestBuilder(PeriodicWorkRequest request) => this.request = request;

    /// <inheritdoc cref="PeriodicWorkRequest.Id"/>
    public PeriodicWorkRequestBuilder SetId(string id) => new(request with { Id = id });

    /// <inheritdoc cref="PeriodicWorkRequest.WithInput"/>
    public PeriodicWorkRequestBuilder SetInput(object input) => new(request.WithInput(input));

    /// <summary>Adds a tag of 1 to 128 characters.</summary>
    public PeriodicWorkRequestBuilder AddTag(string tag) => new(request with { Tags = [.. request.Tags ?? [], tag] });

    /// <inheritdoc cref="PeriodicWorkRequest.InitialDelay"/>
    public PeriodicWorkRequestBuilder SetInitialDelay(TimeSpan delay) => new(request with { InitialDelay = delay });

    /// <inheritdoc cref="PeriodicWorkRequest.NextScheduleTimeOverride"/>
    public PeriodicWorkRequestBuilder SetNextScheduleTimeOverride(DateTimeOffset at) => new(request with { NextScheduleTimeOverride = at });

    /// <summary>Says what becomes of missed firings, and of those that meet a run. For a cron request.</summary>
    /// <exception cref="InvalidOperationException">The request has no cron expression.</exception>
    public PeriodicWorkRequestBuilder SetCronPolicies(MisfirePolicy misfire, OverlapPolicy overlap) => new(request with
    {
        Cron = (request.Cron ?? throw new InvalidOperationException("The request has no cron expression.")) with { Misfire = misfire, Overlap = overlap },
    });

    /// <inheritdoc cref="PeriodicWorkRequest.Backoff"/>
    public PeriodicWorkRequestBuilder SetBackoffCriteria(BackoffPolicy policy, TimeSpan delay) => new(request with { Backoff = new Backoff(policy, delay) });

    /// <inheritdoc cref="PeriodicWorkRequest.MaxAttempts"/>
    public PeriodicWorkRequestBuilder SetMaxAttempts(int attempts) => new(request with { MaxAttempts = attempts });

    /// <inheritdoc cref="PeriodicWorkRequest.Timeout"/>
    public PeriodicWorkRequestBuilder SetTimeout(TimeSpan timeout) => new(request with { Timeout = timeout });

    /// <inheritdoc cref="PeriodicWorkRequest.TraceTag"/>
    public PeriodicWorkRequestBuilder SetTraceTag(string tag) => new(request with { TraceTag = tag });

    /// <summary>How long the history is kept after the cancel.</summary>
    public PeriodicWorkRequestBuilder KeepResultsForAtLeast(TimeSpan length) => new(request with { KeepResultsFor = length });

    /// <inheritdoc cref="PeriodicWorkRequest.Constraints"/>
    public PeriodicWorkRequestBuilder SetConstraints(Constraints constraints) => new(request with { Constraints = constraints });

    /// <inheritdoc cref="PeriodicWorkRequest.Scope"/>
    public PeriodicWorkRequestBuilder SetScope(string scope) => new(request with { Scope = scope });

    /// <inheritdoc cref="OneTimeWorkRequest.Priority"/>
    public PeriodicWorkRequestBuilder SetPriority(int priority) => new(request with { Priority = priority });

    /// <summary>Lets at most so many works with the key run at once, whatever their workers.</summary>
    public PeriodicWorkRequestBuilder SetConcurrency(string key, int most = 1) => new(request with { ConcurrencyKey = key, MaxConcurrency = most });

    /// <summary>The request.</summary>
    public PeriodicWorkRequest Build() => request;
}
