namespace Work.Model;

/// <summary>Plans firings ahead, outside of orchestrations: few enough to travel in a record, and near enough that the zone's rules will hardly change before.</summary>
public static class CronPlans
{
    /// <summary>The most firings of one plan.</summary>
    public const int Most = 24;

    /// <summary>Stands for what never comes when the calendar ends: the last millisecond that can be written.</summary>
    public static readonly DateTimeOffset Never = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());

    private const int Least = 2;
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(8);

    /// <summary>
    /// The next firings after an instant: two at least, and beyond these only what comes within eight days of the first. When the calendar
    /// ends, <see cref="Never"/> is the last, so that a plan is never empty.
    /// </summary>
    public static IReadOnlyList<DateTimeOffset> After(CronSchedule schedule, DateTimeOffset after)
    {
        var plan = new List<DateTimeOffset>();
        while (plan.Count < Most && schedule.Next(plan.Count == 0 ? after : plan[^1]) is { } next && (plan.Count < Least || next.At - plan[0] <= Ahead))
        {
            plan.Add(next.At);
        }

        return plan.Count >= Least ? plan : [.. plan, Never];
    }

    /// <summary>The next firings of a stored schedule.</summary>
    /// <exception cref="InvalidOperationException">This host does not know the zone, or cannot read the expression.</exception>
    public static IReadOnlyList<DateTimeOffset> After(CronSpec cron, DateTimeOffset after) =>
        TimeZones.TryFind(cron.TimeZone, out TimeZoneInfo? zone) && CronExpression.TryParse(cron.Expression, out CronExpression? expression, out _)
            ? After(new CronSchedule(expression, zone), after)
            : throw new InvalidOperationException($"The schedule '{cron.Expression}' in the zone '{cron.TimeZone}' cannot be read on this host.");
}
