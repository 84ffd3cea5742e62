using System.Globalization;
using System.Text;

namespace Work.Model;

/// <summary>
/// Durations as the API writes and reads them: ISO 8601 without years and months, whose length depends on the calendar.
/// </summary>
public static class IsoDuration
{
    // The units in the order in which they must stand; the time part begins at index 2.
    private const string Units = "WDHMS";
    private const int FirstTimeUnit = 2;
    private const int MostDigits = 20;
    private const string Beyond = "99999999999999999999";

    private static readonly long[] TicksOfUnit =
    [
        7 * TimeSpan.TicksPerDay, TimeSpan.TicksPerDay, TimeSpan.TicksPerHour, TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond,
    ];

    /// <summary>
    /// Reads <c>PT30S</c>, <c>P1DT2H30M</c>, <c>PT0.5S</c>, <c>P2W</c>, and .NET's <c>00:00:30</c> and <c>1.00:00:00</c>.
    /// A leading minus, or one before a number, gives a negative length, for the caller to refuse by its own rule.
    /// A length beyond <see cref="TimeSpan"/>'s range becomes the nearest <see cref="TimeSpan"/>.
    /// False when the text is neither form, or is finer than 100 ns.
    /// </summary>
    public static bool TryParse(string? text, out TimeSpan value)
    {
        value = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var rest = text.AsSpan();
        var negative = rest[0] == '-';
        if (negative)
        {
            rest = rest[1..];
        }

        return rest.Length > 0 && rest[0] == 'P' ? TryParseUnits(rest[1..], negative, out value) : TryParseClock(text, out value);
    }

    /// <summary>Writes the canonical form: days and smaller, no zero parts, <c>PT0S</c> for zero. <see cref="TryParse"/> reads it back.</summary>
    public static string Format(TimeSpan value)
    {
        if (value == TimeSpan.Zero)
        {
            return "PT0S";
        }

        var text = new StringBuilder(value < TimeSpan.Zero ? "-P" : "P");
        var ticks = (ulong)Int128.Abs(value.Ticks);
        var onDay = ticks % TimeSpan.TicksPerDay;
        AppendPart(text, ticks / TimeSpan.TicksPerDay, 'D');
        if (onDay == 0)
        {
            return text.ToString();
        }

        text.Append('T');
        AppendPart(text, onDay / TimeSpan.TicksPerHour, 'H');
        AppendPart(text, onDay / TimeSpan.TicksPerMinute % 60, 'M');
        var seconds = (decimal)(onDay % TimeSpan.TicksPerMinute) / TimeSpan.TicksPerSecond;
        if (seconds != 0)
        {
            text.Append(seconds.ToString("0.#######", CultureInfo.InvariantCulture)).Append('S');
        }

        return text.ToString();
    }

    private static void AppendPart(StringBuilder text, ulong amount, char unit)
    {
        if (amount != 0)
        {
            text.Append(amount).Append(unit);
        }
    }

    private static bool TryParseClock(string text, out TimeSpan value)
    {
        value = default;
        return text.AsSpan().Count(':') == 2
            && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1])
            && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value);
    }

    private static bool TryParseUnits(ReadOnlySpan<char> rest, bool negative, out TimeSpan value)
    {
        value = default;
        Int128 total = 0;
        var nextUnit = 0;
        var inTime = false;
        while (rest.Length > 0)
        {
            if (rest[0] == 'T' && !inTime)
            {
                inTime = true;
                nextUnit = FirstTimeUnit;
                rest = rest[1..];
                if (rest.Length == 0)
                {
                    return false;
                }
            }

            if (!TryTakePart(ref rest, inTime, ref nextUnit, out var ticks))
            {
                return false;
            }

            total += ticks;
        }

        var signed = negative ? -total : total;
        value = new TimeSpan((long)Int128.Clamp(signed, long.MinValue, long.MaxValue));
        return nextUnit > (inTime ? FirstTimeUnit : 0);
    }

    private static bool TryTakePart(ref ReadOnlySpan<char> rest, bool inTime, ref int nextUnit, out Int128 ticks)
    {
        ticks = 0;
        var end = rest.IndexOfAny(Units);
        var unit = end < 1 ? -1 : Units.IndexOf(rest[end], StringComparison.Ordinal);
        if (unit < nextUnit || unit >= FirstTimeUnit != inTime)
        {
            return false;
        }

        var number = rest[..end];
        var negative = number[0] == '-';
        if (!TryTicks(negative ? number[1..] : number, unit, out ticks))
        {
            return false;
        }

        ticks = negative ? -ticks : ticks;
        nextUnit = unit + 1;
        rest = rest[(end + 1)..];
        return true;
    }

    private static bool TryTicks(ReadOnlySpan<char> number, int unit, out Int128 ticks)
    {
        ticks = 0;
        var point = number.IndexOfAny('.', ',');
        var whole = point < 0 ? number : number[..point];
        var fraction = point < 0 ? [] : number[(point + 1)..].TrimEnd('0');
        var fractionFits = point < 0 || (unit == Units.Length - 1 && number.Length > point + 1 && fraction.Length <= 7);
        if (whole.IsEmpty || !fractionFits || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        whole = whole.TrimStart('0');
        if (whole.IsEmpty)
        {
            whole = "0";
        }

        // More units than long.MaxValue are beyond any TimeSpan, and the sum of five such is far from overflowing.
        var amount = UInt128.Parse(whole.Length > MostDigits ? Beyond : whole, CultureInfo.InvariantCulture);
        var parts = fraction.IsEmpty ? 0 : int.Parse(fraction.ToString().PadRight(7, '0'), CultureInfo.InvariantCulture);
        ticks = ((Int128)amount * TicksOfUnit[unit]) + parts;
        return true;
    }
}
