namespace Work.Model;

/// <summary>When a periodic work may start next: one function, used everywhere (workmanager.md 2.1 and 2.2).</summary>
public static class PeriodTimes
{
    /// <summary>
    /// The earliest next start, maybe in the past. An override beats everything, and is taken literally in the first period; then a backoff;
    /// then the first run comes after initial delay and, with a flex, not before the window at the interval's end; each later one an interval
    /// after the end of the one before.
    /// </summary>
    /// <param name="rule">The request.</param>
    /// <param name="state">What is stored.</param>
    /// <param name="chance">0 to 1, for the backoff's jitter.</param>
    public static DateTimeOffset Next(PeriodRule rule, PeriodState state, double chance)
    {
        if (state.Override is { } at)
        {
            var floor = Add(state.EnqueuedAt, rule.OverrideFloor);
            return state.PeriodCount == 0 || at > floor ? at : floor;
        }

        if (state.Attempts > 0)
        {
            var delay = Backoffs.DelayFor(rule.Backoff, state.Attempts, rule.MaxBackoff);
            return Add(state.EnqueuedAt, Backoffs.WithJitter(delay, rule.Jitter, chance));
        }

        if (state.PeriodCount > 0)
        {
            return Add(state.EnqueuedAt, rule.Period.Every);
        }

        // With flex equal to the interval there is no window, and the difference is zero.
        return Add(Add(state.EnqueuedAt, rule.InitialDelay), rule.Period.Every - rule.Period.Flex);
    }

    /// <summary>Whether a run may start now. One that comes too early is put back and does not count.</summary>
    public static bool MayStart(PeriodRule rule, PeriodState state, DateTimeOffset now, double chance) => now >= Next(rule, state, chance);

    private static DateTimeOffset Add(DateTimeOffset at, TimeSpan delay) =>
        delay > DateTimeOffset.MaxValue - at ? DateTimeOffset.MaxValue : at + delay;
}
