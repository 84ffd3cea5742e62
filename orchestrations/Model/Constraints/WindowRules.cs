namespace Work.Model;

/// <summary>
/// When a time window is open. They read the system's time-zone data, which may change: for those who run once, such as entities, and never for
/// orchestrators.
/// </summary>
public static class WindowRules
{
    // A window that a gap swallows is missing on one day; a year holds one that lies around any change.
    private const int MostDays = 400;

    /// <summary>Whether the window is open at an instant; one of an unknown zone never is.</summary>
    public static bool IsOpen(TimeWindow window, DateTimeOffset now) =>
        ClockOf(window) is { } clock && Days(window, clock, now, 1).Any(day => day.From <= now && now < day.To);

    /// <summary>The next instant at which the window opens or closes; null when it never does.</summary>
    public static DateTimeOffset? NextChange(TimeWindow window, DateTimeOffset now) => ClockOf(window) is not { } clock ? null
        : Days(window, clock, now, MostDays).SelectMany(day => new DateTimeOffset?[] { day.From, day.To }).FirstOrDefault(at => at > now);

    private static WallClock? ClockOf(TimeWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);
        return TimeZones.TryFind(window.TimeZone, out TimeZoneInfo? zone) ? new WallClock(zone) : null;
    }

    // The days' windows from the one that may still be open on, those that are not empty.
    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Days(TimeWindow window, WallClock clock, DateTimeOffset now, int days)
    {
        DateOnly today = DateOnly.FromDateTime(clock.At(now).DateTime);
        for (int day = -2; day <= days; day++)
        {
            if (today.DayNumber + day < DateOnly.MinValue.DayNumber + 2 || today.DayNumber + day > DateOnly.MaxValue.DayNumber - 2)
            {
                continue;
            }

            DateOnly date = today.AddDays(day);
            DateTimeOffset from = clock.InstantOf(date.ToDateTime(window.From)).At;
            DateTimeOffset to = clock.InstantOf((window.To > window.From ? date : date.AddDays(1)).ToDateTime(window.To)).At;
            if (from < to)
            {
                yield return (from, to);
            }
        }
    }
}
