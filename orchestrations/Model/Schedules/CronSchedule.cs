namespace Work.Model;

/// <summary>
/// A cron expression on the wall clock of a zone. A local time that does not exist runs at the first instant after the gap, once for all
/// that fall into one gap, and once with a regular firing at that very instant. A local time that occurs twice runs once, at the first.
/// That holds for every schedule alike: one that fires each ten minutes is silent in the second pass of the hour that occurs twice, and has
/// one firing for the hour that does not occur, none bunched up. Who needs an even beat takes UTC or a <see cref="Period"/>.
/// </summary>
public sealed class CronSchedule
{
    // Away from the ends of the calendar, offsets need no checks.
    private static readonly DateTimeOffset Earliest = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(9998, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly WallClock clock;

    /// <summary>The schedule of an expression in a zone.</summary>
    public CronSchedule(CronExpression expression, TimeZoneInfo zone)
    {
        (Expression, Zone) = (expression, zone);
        clock = new WallClock(zone);
    }

    /// <summary>What fires.</summary>
    public CronExpression Expression { get; }

    /// <summary>Whose wall clock counts.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>
    /// The first firing after an instant, never that instant itself: a chain of calls strictly increases. Null after the year 9997;
    /// the first is not before 1900.
    /// </summary>
    public Firing? Next(DateTimeOffset after)
    {
        if (after >= Latest)
        {
            return null;
        }

        after = after < Earliest ? Earliest : after;
        var local = clock.PassedAt(after);
        while (Expression.Next(local) is { } next && next < Latest.DateTime)
        {
            var (at, note) = clock.InstantOf(next);
            if (at > after)
            {
                return new Firing(at, clock.At(at), note);
            }

            local = next;
        }

        return null;
    }
}
