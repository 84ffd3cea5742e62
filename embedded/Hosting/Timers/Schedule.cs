using System.Globalization;
using NCrontab;

namespace Work.Embedded.Hosting.Timers;

/// <summary>When a timer function runs. All in UTC.</summary>
internal abstract class Schedule
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly DateTime Sample = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The first run after <paramref name="instant"/>.</summary>
    public abstract DateTime NextAfter(DateTime instant);

    /// <summary>Runs that come more often than once a minute are not monitored: a write for each would cost more than a missed run.</summary>
    public bool IsBelowAMinute
    {
        get
        {
            var times = new List<DateTime> { NextAfter(Sample) };
            while (times.Count < 6)
            {
                times.Add(NextAfter(times[^1]));
            }

            return times.Zip(times.Skip(1), (first, second) => second - first).Any(gap => gap < Minute);
        }
    }

    /// <summary>NCRONTAB of five or six fields, or a time span above zero; else null.</summary>
    public static Schedule? TryParse(string expression)
    {
        var withSeconds = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6;
        if (CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = withSeconds }) is { } cron)
        {
            return new Cron(cron);
        }

        return TimeSpan.TryParse(expression, CultureInfo.InvariantCulture, out var every) && every > TimeSpan.Zero ? new Interval(every) : null;
    }

    private sealed class Cron(CrontabSchedule cron) : Schedule
    {
        public override DateTime NextAfter(DateTime instant) => DateTime.SpecifyKind(cron.GetNextOccurrence(instant), DateTimeKind.Utc);
    }

    private sealed class Interval(TimeSpan every) : Schedule
    {
        public override DateTime NextAfter(DateTime instant) => instant > DateTime.MaxValue - every ? DateTime.MaxValue : instant + every;
    }
}
