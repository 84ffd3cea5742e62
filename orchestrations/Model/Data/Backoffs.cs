namespace Work.Model;

/// <summary>How long a work waits before its next attempt.</summary>
public static class Backoffs
{
    /// <summary>
    /// The delay after <paramref name="attempts"/> attempts (less than 1 counts as 1), at most <paramref name="ceiling"/>:
    /// linear <c>delay * n</c>, exponential <c>delay * 2^(n-1)</c>. Exact, and defined for every count.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The delay or the ceiling is negative.</exception>
    public static TimeSpan DelayFor(Backoff backoff, int attempts, TimeSpan ceiling)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(backoff.Delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(ceiling, TimeSpan.Zero);
        var n = Math.Max(1, attempts);
        Int128 ticks = backoff.Delay.Ticks;

        // 63 doublings exceed every ceiling for any delay but zero, and still fit 128 bits.
        var grown = backoff.Policy == BackoffPolicy.Linear ? ticks * n : ticks << Math.Min(n - 1, 63);
        return new TimeSpan((long)Int128.Min(grown, ceiling.Ticks));
    }

    /// <summary>
    /// The delay and a random part of it: <c>delay * (1 + jitter * chance)</c>, never less than the delay.
    /// Both factors are taken within 0..1; <paramref name="chance"/> comes from the caller's random source.
    /// </summary>
    public static TimeSpan WithJitter(TimeSpan delay, double jitter, double chance)
    {
        var part = Math.Clamp(jitter, 0, 1) * Math.Clamp(chance, 0, 1);
        if (!(part > 0) || delay <= TimeSpan.Zero)
        {
            return delay;
        }

        var extra = (Int128)(delay.Ticks * part);
        return new TimeSpan((long)Int128.Min(delay.Ticks + extra, long.MaxValue));
    }
}
