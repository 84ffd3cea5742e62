namespace Work.Model;

/// <summary>
/// A zone's wall clock, asked by instants only: the offset at an instant is all that is taken from the zone, so that gaps and overlaps of
/// any length come out alike. At most one change of the clocks within two days is assumed.
/// </summary>
internal sealed class WallClock(TimeZoneInfo zone)
{
    // More than any offset from UTC: a local time read as UTC and moved so far is certainly before or after its instant.
    private static readonly TimeSpan Far = TimeSpan.FromDays(1);

    public DateTimeOffset At(DateTimeOffset instant) => instant.ToOffset(zone.GetUtcOffset(instant));

    /// <summary>The instant of a local time: the first when it occurs twice, the end of the gap when it does not occur.</summary>
    public (DateTimeOffset At, FiringNote? Note) InstantOf(DateTime local)
    {
        var asUtc = new DateTimeOffset(local.Ticks, TimeSpan.Zero);
        var (before, after) = (zone.GetUtcOffset(asUtc - Far), zone.GetUtcOffset(asUtc + Far));
        var (early, late) = (asUtc - before, asUtc - after);
        if (before == after)
        {
            return (early, null);
        }

        var (isEarly, isLate) = (zone.GetUtcOffset(early) == before, zone.GetUtcOffset(late) == after);
        return (isEarly, isLate) switch
        {
            (true, true) => (early, FiringNote.Overlap),
            (true, false) => (early, null),
            (false, true) => (late, null),
            (false, false) => (ChangeBetween(late, early), FiringNote.Gap),
        };
    }

    /// <summary>
    /// The local time up to which everything has had its first occurrence at an instant: the wall clock itself, but in the second pass of an
    /// overlap the end of the first.
    /// </summary>
    public DateTime PassedAt(DateTimeOffset instant)
    {
        var local = At(instant);
        var first = InstantOf(local.DateTime).At;
        return first >= instant ? local.DateTime : (ChangeBetween(first, instant) + zone.GetUtcOffset(first)).DateTime - TimeSpan.FromTicks(1);
    }

    // The first instant with another offset than that of the first one, by halving.
    private DateTimeOffset ChangeBetween(DateTimeOffset from, DateTimeOffset to)
    {
        var offset = zone.GetUtcOffset(from);
        while (to - from > TimeSpan.FromTicks(1))
        {
            var middle = from + ((to - from) / 2);
            (from, to) = zone.GetUtcOffset(middle) == offset ? (middle, to) : (from, middle);
        }

        return to;
    }
}
