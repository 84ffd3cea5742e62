namespace Work.Model;

/// <summary>When a periodic work may start next: one function, used everywhere (workmanager.md 2.1 and 2.2).</summary>
public static class PeriodTimes
{
    /// <summary>
    /// The earliest next start, maybe in the past; null while the firings of a cron schedule are being planned. An override beats everything, and
    /// is taken literally in the first period; then a backoff; then the next firing, or: the first run comes after the initial delay and, with a
    /// flex, not before the window at the interval's end, each later one an interval after the end of the one before.
    /// </summary>
    /// <param name="spec">The request.</param>
    /// <param name="record">What is stored.</param>
    /// <param name="chance">0 to 1, for the backoff's jitter.</param>
    public static DateTimeOffset? Next(WorkSpec spec, WorkRecord record, double chance)
    {
        PeriodState period = record.Period ?? new PeriodState();
        DateTimeOffset since = record.EnqueuedAt ?? DateTimeOffset.MaxValue;
        if (period.Override is { } at)
        {
            DateTimeOffset floor = EligibleTime.Add(since, spec.OverrideFloor);
            return period.Count == 0 || at > floor ? at : floor;
        }

        if (record.RunAttemptCount > 0)
        {
            return EligibleTime.Next(spec, since, record.RunAttemptCount, chance);
        }

        if (spec.Cron is not null)
        {
            return period.Firings is [var first, ..] ? first : null;
        }

        Period rule = spec.Period ?? throw new InvalidOperationException($"The work '{spec.Id}' is not periodic.");
        return period.Count > 0 ? EligibleTime.Add(since, rule.Every)

            // With flex equal to the interval there is no window, and the difference is zero.
            : EligibleTime.Add(EligibleTime.First(spec, since), rule.Every - rule.Flex);
    }
}
