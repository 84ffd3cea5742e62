using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Work.Model;

/// <summary>
/// A cron expression: a set of local times, without a time zone. Five fields (minute, hour, day of month, month, day of week) or six with
/// the second first; without it the second is 0. A field is a list of <c>*</c>, numbers, ranges (<c>1-5</c>) and steps (<c>*/10</c>,
/// <c>0-30/5</c>; <c>5/10</c> goes on to the end of the field). Months and days of the week may be named (<c>JAN</c>, <c>MON</c>, in any
/// case); Sunday is 0 or 7; <c>?</c> is <c>*</c> in a day field. As ever in cron: when both day fields are set, a day that matches either
/// fires; when one of them begins with <c>*</c> or <c>?</c>, a day must match both.
/// </summary>
public sealed class CronExpression
{
    /// <summary>The most characters of an expression.</summary>
    public const int MaxLength = 256;

    // The rarest day that there is, a 29 February on one day of the week, comes at least once in forty years; a search that finds nothing
    // for so long never will.
    private const int SearchedYears = 41;
    private const int FieldCount = 6;

    private static readonly DateTime AnyDay = new(2000, 1, 1);

    private readonly ulong seconds;
    private readonly ulong minutes;
    private readonly ulong hours;
    private readonly ulong daysOfMonth;
    private readonly ulong months;
    private readonly ulong daysOfWeek;
    private readonly bool isEitherDay;

    private CronExpression(string text, ReadOnlySpan<ulong> sets, bool isEitherDay)
    {
        Text = text;
        (seconds, minutes, hours) = (sets[0], sets[1], sets[2]);
        (daysOfMonth, months, daysOfWeek) = (sets[3], sets[4], sets[5]);
        this.isEitherDay = isEitherDay;
    }

    /// <summary>The expression as it was written, single spaces between the fields.</summary>
    public string Text { get; }

    /// <summary>
    /// Reads an expression. Each fault names its field and says what is wrong; an expression whose day never comes, such as 30 February, is
    /// faulty too. No faults when it is true, at least one when it is false.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CronExpression? expression, out IReadOnlyList<string> faults)
    {
        var found = new List<string>();
        (expression, faults) = (null, found);
        if (text.Length > MaxLength)
        {
            found.Add($"must have at most {MaxLength} characters");
            return false;
        }

        var parts = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (FieldCount or FieldCount - 1))
        {
            found.Add($"must have 5 fields (minute, hour, day of month, month, day of week) or 6 (second first), has {parts.Length}");
            return false;
        }

        string[] fields = parts.Length == FieldCount ? parts : ["0", .. parts];
        var sets = fields.Zip(CronField.All, (written, field) => field.Parse(written, found)).ToArray();
        if (found.Count > 0)
        {
            return false;
        }

        var read = new CronExpression(string.Join(' ', parts), sets, fields[3][0] is not ('*' or '?') && fields[5][0] is not ('*' or '?'));
        if (read.Next(AnyDay) is null)
        {
            found.Add("never fires: no such day comes in any year");
            return false;
        }

        expression = read;
        return true;
    }

    /// <summary>The first whole second after <paramref name="local"/> that matches, on the plain calendar; null only at the calendar's end.</summary>
    public DateTime? Next(DateTime local)
    {
        if (DateTime.MaxValue - local < TimeSpan.FromSeconds(1))
        {
            return null;
        }

        var from = new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerSecond)).AddSeconds(1);
        return IsMatchingDay(from.Date) && TimeFrom(from.Hour, from.Minute, from.Second) is { } time ? from.Date + time
            : NextDay(from.Date) is { } day ? day + TimeFrom(0, 0, 0)!.Value
            : null;
    }

    /// <summary>Whether a local time matches; parts of a second do not count.</summary>
    public bool IsMatch(DateTime local) =>
        Has(seconds, local.Second) && Has(minutes, local.Minute) && Has(hours, local.Hour) && IsMatchingDay(local.Date);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private bool IsMatchingDay(DateTime date)
    {
        var ofMonth = Has(daysOfMonth, date.Day);
        var ofWeek = Has(daysOfWeek, (int)date.DayOfWeek);
        return Has(months, date.Month) && (isEitherDay ? ofMonth || ofWeek : ofMonth && ofWeek);
    }

    private DateTime? NextDay(DateTime date)
    {
        var lastYear = Math.Min(date.Year + SearchedYears, DateTime.MaxValue.Year);
        while (date.Year < lastYear || date < DateTime.MaxValue.Date)
        {
            date = Has(months, date.Month) ? date.AddDays(1) : FirstOfNextMonth(date);
            if (date.Year > lastYear)
            {
                return null;
            }

            if (IsMatchingDay(date))
            {
                return date;
            }
        }

        return null;
    }

    // The end of the calendar is the last day that it has, so that the search ends there.
    private static DateTime FirstOfNextMonth(DateTime date) =>
        date is { Year: 9999, Month: 12 } ? DateTime.MaxValue.Date : new DateTime(date.Year, date.Month, 1).AddMonths(1);

    // The first time of day not before the given one; a place that has no more turns the next one on, as in a clock.
    private TimeSpan? TimeFrom(int hour, int minute, int second)
    {
        var nextSecond = NextIn(seconds, second);
        var fromMinute = nextSecond < 0 ? minute + 1 : minute;
        var nextMinute = NextIn(minutes, fromMinute);
        var fromHour = nextMinute < 0 ? hour + 1 : hour;
        var nextHour = NextIn(hours, fromHour);
        if (nextHour < 0)
        {
            return null;
        }

        if (nextHour != hour)
        {
            return new TimeSpan(nextHour, NextIn(minutes, 0), NextIn(seconds, 0));
        }

        return new TimeSpan(nextHour, nextMinute, nextMinute == minute ? nextSecond : NextIn(seconds, 0));
    }

    private static int NextIn(ulong set, int from)
    {
        var rest = set >> from << from;
        return rest == 0 ? -1 : BitOperations.TrailingZeroCount(rest);
    }

    private static bool Has(ulong set, int number) => (set >> number & 1) != 0;
}
