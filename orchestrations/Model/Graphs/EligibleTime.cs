namespace Work.Model;

/// <summary>When a work may start next: one function, used everywhere (workmanager.md 2.1, one-time work).</summary>
public static class EligibleTime
{
    /// <summary>The first start: the initial delay counts from the moment the work became eligible; an instant in the past means now.</summary>
    public static DateTimeOffset First(WorkSpec spec, DateTimeOffset enqueuedAt) =>
        spec.RunAt is { } runAt ? (runAt > enqueuedAt ? runAt : enqueuedAt) : Add(enqueuedAt, spec.InitialDelay);

    /// <summary>
    /// The next start after an attempt: the backoff counts from <paramref name="enqueuedAt"/>, which a retry sets to now and a stop leaves
    /// alone. Chance adds up to the spec's jitter to it.
    /// </summary>
    public static DateTimeOffset Next(WorkSpec spec, DateTimeOffset enqueuedAt, int attempts, double chance) =>
        Add(enqueuedAt, Backoffs.WithJitter(Backoffs.DelayFor(spec.Backoff, attempts, spec.MaxBackoff), spec.Jitter, chance));

    /// <summary>The next start of a work that waits, without chance: by the backoff once it has run, else by its initial delay.</summary>
    public static DateTimeOffset Of(WorkSpec spec, DateTimeOffset enqueuedAt, int attempts) =>
        attempts > 0 ? Next(spec, enqueuedAt, attempts, 0) : First(spec, enqueuedAt);

    /// <summary>An instant so much later; beyond the end of time it is the end of time.</summary>
    public static DateTimeOffset Add(DateTimeOffset at, TimeSpan delay) =>
        delay > DateTimeOffset.MaxValue - at ? DateTimeOffset.MaxValue : at + delay;
}
