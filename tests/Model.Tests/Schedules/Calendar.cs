using System.Globalization;
using Work.Model;

namespace Model.Tests.Schedules;

/// <summary>Schedules and what they fire, in words; and a calendar that is walked minute by minute, as an oracle that shares no code with them.</summary>
internal static class Calendar
{
    public static DateTimeOffset Utc(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static CronExpression Cron(string text) =>
        CronExpression.TryParse(text, out var expression, out var faults) ? expression : throw new InvalidOperationException(string.Join('\n', faults));

    public static CronSchedule Schedule(string text, string zone) =>
        new(Cron(text), TimeZones.TryFind(zone, out var found) ? found : throw new InvalidOperationException($"no zone {zone}"));

    public static IEnumerable<Firing> After(this CronSchedule schedule, DateTimeOffset after)
    {
        while (schedule.Next(after) is { } firing)
        {
            yield return firing;
            after = firing.At;
        }
    }

    public static IReadOnlyList<Firing> Between(this CronSchedule schedule, string after, string until) =>
        [.. schedule.After(Utc(after)).TakeWhile(firing => firing.At <= Utc(until))];

    public static string Line(Firing firing) =>
        $"{Rfc3339.Format(firing.At)} {firing.Local.ToString("MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)}{(firing.Note is { } note ? " " + note : string.Empty)}";

    /// <summary>Each minute after an instant and until another, with its time on a wall clock; the first entry is the instant itself.</summary>
    public static IReadOnlyList<(DateTimeOffset At, DateTime Local)> Minutes(TimeZoneInfo zone, string after, string until)
    {
        var start = Utc(after);
        return
        [
            .. Enumerable.Range(0, (int)(Utc(until) - start).TotalMinutes + 1)
                .Select(minute => start.AddMinutes(minute))
                .Select(at => (at, at.DateTime + zone.GetUtcOffset(at))),
        ];
    }

    /// <summary>All firings of a schedule of whole minutes.</summary>
    public static IReadOnlyList<string> Walk(TimeZoneInfo zone, IReadOnlyList<(DateTimeOffset At, DateTime Local)> minutes, Func<DateTime, bool> fires)
    {
        var lines = new List<string>();
        var latest = minutes[0].Local;
        foreach (var (at, local) in minutes.Skip(1))
        {
            var jumped = (int)(local - latest).TotalMinutes - 1;
            var isMissing = jumped > 0 && Enumerable.Range(1, jumped).Any(minute => fires(latest.AddMinutes(minute)));
            if (isMissing || (local > latest && fires(local)))
            {
                FiringNote? note = isMissing ? FiringNote.Gap : zone.IsAmbiguousTime(local) ? FiringNote.Overlap : null;
                lines.Add(Line(new Firing(at, TimeZoneInfo.ConvertTime(at, zone), note)));
            }

            latest = local > latest ? local : latest;
        }

        return lines;
    }
}
