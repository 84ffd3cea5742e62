using System.Globalization;

namespace Work.Model;

/// <summary>The next firings of a schedule, to be shown. Nothing is stored and nothing is dispatched.</summary>
/// <param name="Firings">In order; fewer than asked for only at the calendar's end.</param>
/// <param name="Adjustments">What the floors changed; null when nothing.</param>
public sealed record SchedulePreview(IReadOnlyList<PreviewedFiring> Firings, IReadOnlyList<Adjustment>? Adjustments)
{
    /// <summary>
    /// The firings at or after <see cref="PreviewRequest.From"/>. A period is shown as if it were enqueued then and each run took no time;
    /// its wall clock is UTC.
    /// </summary>
    public static SchedulePreview Of(PreviewRequest request)
    {
        var firings = request.Cron is { } cron ? OfCron(cron.Schedule, request.From) : OfPeriod(request.Period!, request.From);
        IReadOnlyList<PreviewedFiring> shown =
            [.. firings.Take(request.Count).Select(firing => new PreviewedFiring(firing.At, Text(firing.Local), firing.Note))];
        return new SchedulePreview(shown, request.Adjustments.Count == 0 ? null : request.Adjustments);
    }

    private static IEnumerable<Firing> OfCron(CronSchedule schedule, DateTimeOffset from)
    {
        var after = from == DateTimeOffset.MinValue ? from : from - TimeSpan.FromTicks(1);
        while (schedule.Next(after) is { } firing)
        {
            yield return firing;
            after = firing.At;
        }
    }

    private static IEnumerable<Firing> OfPeriod(Period period, DateTimeOffset from)
    {
        for (DateTimeOffset at = EligibleTime.Add(from, period.Every - period.Flex); at < DateTimeOffset.MaxValue; at = EligibleTime.Add(at, period.Every))
        {
            yield return new Firing(at, at, null);
        }
    }

    private static string Text(DateTimeOffset local) => local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
