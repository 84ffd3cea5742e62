namespace Work.Model;

/// <summary>Which firings of a schedule are to be dispatched now.</summary>
public static class Misfires
{
    /// <summary>The most firings of one look. More are left to the next, so that an outage of a year is no list of a year.</summary>
    public const int MostAtOnce = 1_000;

    /// <summary>
    /// The firings after <paramref name="last"/> and not after <paramref name="now"/>, as the policy has them. Pure: the same arguments give
    /// the same firings, so a look that is repeated after a crash decides nothing twice as long as its <c>Until</c> is stored with them.
    /// </summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="policy">What becomes of the late ones.</param>
    /// <param name="last">The latest instant that is decided: the last look's <see cref="DueFirings.Until"/>, or the enqueue.</param>
    /// <param name="now">The time of this look.</param>
    /// <param name="onTime">How late a firing may be before <see cref="MisfirePolicy.Skip"/> skips it: at least the time between two looks.</param>
    public static DueFirings Due(CronSchedule schedule, MisfirePolicy policy, DateTimeOffset last, DateTimeOffset now, TimeSpan onTime)
    {
        if (now <= last)
        {
            return new DueFirings([], last);
        }

        return policy switch
        {
            MisfirePolicy.Once => new DueFirings(schedule.Last(last, now) is { } latest ? [latest] : [], now),
            MisfirePolicy.Skip => Each(schedule, now - last > onTime ? JustBefore(now - onTime) : last, now),
            MisfirePolicy.All => Each(schedule, last, now),
            _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "no such policy"),
        };
    }

    // What is late by exactly the allowed time is still on time.
    private static DateTimeOffset JustBefore(DateTimeOffset instant) => instant - TimeSpan.FromTicks(1);

    private static DueFirings Each(CronSchedule schedule, DateTimeOffset after, DateTimeOffset now)
    {
        var due = new List<Firing>();
        while (due.Count < MostAtOnce)
        {
            if (schedule.Next(after) is not { } next || next.At > now)
            {
                return new DueFirings(due, now);
            }

            due.Add(next);
            after = next.At;
        }

        return new DueFirings(due, after);
    }
}
