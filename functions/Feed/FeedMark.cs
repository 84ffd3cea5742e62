using System.Globalization;

namespace Work.Functions.Feed;

/// <summary>
/// The id of an event of many works: an instant up to which whoever got the event has heard of every change. Who goes on from it hears of all
/// that changed since, some of it perhaps for the second time, and misses nothing.
/// </summary>
public static class FeedMark
{
    /// <summary>How far a mark stays behind the clock: a change has its time before it is stored, and clocks of several hosts differ.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <summary>The mark of who has not heard of everything yet: going on from it begins anew.</summary>
    public static DateTimeOffset Beginning { get; } = DateTimeOffset.UnixEpoch;

    /// <summary>The mark as it is written.</summary>
    public static string ToText(DateTimeOffset mark) => mark.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a mark; what is none begins anew.</summary>
    public static DateTimeOffset Parse(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds) && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : Beginning;
}
