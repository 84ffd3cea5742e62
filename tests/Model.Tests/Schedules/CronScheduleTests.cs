using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Work.Model;

namespace Model.Tests.Schedules;

public sealed class CronScheduleTests
{
    private static readonly (string Expression, Func<DateTime, bool> Fires)[] Said =
    [
        ("30 2 * * *", local => local is { Hour: 2, Minute: 30 }),
        ("0 0 1 * *", local => local is { Day: 1, Hour: 0, Minute: 0 }),
        ("0 12 29 2 *", local => local is { Month: 2, Day: 29, Hour: 12, Minute: 0 }),
        ("0 * * * *", local => local.Minute == 0),
        ("*/7 1-3 * * SUN", local => local.Minute % 7 == 0 && local.Hour is >= 1 and <= 3 && local.DayOfWeek == DayOfWeek.Sunday),
    ];

    [Fact]
    public void A_time_that_does_not_exist_runs_after_the_gap_and_one_that_occurs_twice_runs_at_the_first()
    {
        var firings = Calendar.Schedule("30 2 * * *", "Europe/Berlin").Between("2030-01-01T00:00Z", "2031-01-01T00:00Z");
        Assert.Equal(365, firings.Count);
        Assert.Equal(
            ["2030-03-31T01:00:00Z 03-31 03:00:00 +02:00 Gap", "2030-10-27T00:30:00Z 10-27 02:30:00 +02:00 Overlap"],
            firings.Where(firing => firing.Note is not null).Select(Calendar.Line));
        Assert.All(firings.Where(firing => firing.Note is null), firing => Assert.Equal(new TimeSpan(2, 30, 0), firing.Local.TimeOfDay));
    }

    [Fact]
    public void All_that_fall_into_one_gap_run_once_together_with_the_one_at_its_end() =>
        Assert.Equal(
            [
                "2030-03-31T00:40:00Z 03-31 01:40:00 +01:00",
                "2030-03-31T00:50:00Z 03-31 01:50:00 +01:00",
                "2030-03-31T01:00:00Z 03-31 03:00:00 +02:00 Gap",
                "2030-03-31T01:10:00Z 03-31 03:10:00 +02:00",
            ],
            Calendar.Schedule("*/10 * * * *", "Europe/Berlin").Between("2030-03-31T00:30Z", "2030-03-31T01:10Z").Select(Calendar.Line));

    [Fact]
    public void A_frequent_schedule_is_silent_in_the_second_pass_of_an_hour() =>
        Assert.Equal(
            [
                "2030-10-27T00:00:00Z 10-27 02:00:00 +02:00 Overlap",
                "2030-10-27T00:30:00Z 10-27 02:30:00 +02:00 Overlap",
                "2030-10-27T02:00:00Z 10-27 03:00:00 +01:00",
                "2030-10-27T02:30:00Z 10-27 03:30:00 +01:00",
            ],
            Calendar.Schedule("*/30 * * * *", "Europe/Berlin").Between("2030-10-26T23:30Z", "2030-10-27T02:30Z").Select(Calendar.Line));

    [Theory]
    [InlineData("2030-10-27T01:00:00Z")]
    [InlineData("2030-10-27T01:20:00Z")]
    [InlineData("2030-10-27T01:59:59Z")]
    public void From_within_the_second_pass_the_next_is_after_it(string after) =>
        Assert.Equal("2030-10-27T02:00:00Z 10-27 03:00:00 +01:00", Calendar.Line(Calendar.Schedule("* * * * * *", "Europe/Berlin").Next(Calendar.Utc(after))!));

    [Theory]
    [InlineData("15 2 * * *", "2030-04-07T00:00Z", "2030-04-06T15:45:00Z 04-07 02:15:00 +10:30", "2030-04-05T16:00Z")]
    [InlineData("45 1 * * *", "2030-04-07T00:00Z", "2030-04-06T14:45:00Z 04-07 01:45:00 +11:00 Overlap", "2030-04-06T00:00Z")]
    [InlineData("15 2 * * *", "2030-10-06T00:00Z", "2030-10-05T15:30:00Z 10-06 02:30:00 +11:00 Gap", "2030-10-05T00:00Z")]
    public void A_change_of_half_an_hour_is_kept_too(string expression, string until, string line, string after) =>
        Assert.Equal(line, Calendar.Line(Calendar.Schedule(expression, "Australia/Lord_Howe").Between(after, until)[^1]));

    [Fact]
    public void A_zone_that_skipped_a_whole_day_runs_after_it() =>
        Assert.Equal(
            ["2011-12-29T22:00:00Z 12-29 12:00:00 -10:00", "2011-12-30T10:00:00Z 12-31 00:00:00 +14:00 Gap", "2011-12-30T22:00:00Z 12-31 12:00:00 +14:00"],
            Calendar.Schedule("0 12 * * *", "Pacific/Apia").Between("2011-12-29T00:00Z", "2011-12-31T00:00Z").Select(Calendar.Line));

    [Fact]
    public void A_month_that_is_short_is_passed_over() =>
        Assert.Equal(
            ["01-31", "03-31", "05-31", "07-31", "08-31", "10-31", "12-31"],
            Calendar.Schedule("0 12 31 * *", "UTC").Between("2030-01-01T00:00Z", "2031-01-01T00:00Z").Select(firing => $"{firing.At:MM-dd}"));

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("America/St_Johns")]
    [InlineData("Asia/Kathmandu")]
    public void A_leap_year_fires_exactly_as_the_calendar_says(string name)
    {
        var (from, to) = ("2032-01-01T00:00Z", "2033-01-01T00:00Z");
        Assert.True(TimeZones.TryFind(name, out var zone));
        var minutes = Calendar.Minutes(zone, from, to);
        foreach (var (expression, fires) in Said)
        {
            Assert.Equal(Calendar.Walk(zone, minutes, fires), Calendar.Schedule(expression, name).Between(from, to).Select(Calendar.Line));
        }
    }

    [Fact]
    public void Firings_strictly_increase_and_each_matches_or_carries_a_note()
    {
        string[] zones = ["Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca", "Europe/Dublin", "America/New_York"];
        string[] expressions = ["* * * * * *", "*/5 * * * *", "30 2 * * *", "0 0 1 * *", "15,45 1-3 * * SUN", "7 59 1,2 * 3,4,10,11 *", "0 0 29 2 *"];
        var schedules = zones.SelectMany(zone => expressions.Select(expression => Calendar.Schedule(expression, zone))).ToArray();
        Prop.ForAll<uint, int>((seconds, choice) =>
        {
            var schedule = schedules[Math.Abs((long)choice) % schedules.Length];
            var from = Calendar.Utc("2000-01-01T00:00Z").AddSeconds((long)seconds * 7919 % 3_000_000_000);
            var firings = schedule.After(from).Take(20).ToList();
            return firings.Count == 20
                && firings.Prepend(new Firing(from, from, null)).Zip(firings).All(pair => pair.First.At < pair.Second.At)
                && firings.All(firing => firing.Note == FiringNote.Gap || schedule.Expression.IsMatch(firing.Local.DateTime));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_chain_of_seconds_passes_both_changes_of_the_clocks_without_a_repeat()
    {
        var schedule = Calendar.Schedule("* * * * * *", "Europe/Berlin");
        Assert.Equal(7_200, schedule.Between("2030-03-31T00:00:00Z", "2030-03-31T02:00:00Z").Count);
        Assert.Equal(7_200, schedule.Between("2030-10-27T00:00:00Z", "2030-10-27T03:00:00Z").DistinctBy(firing => firing.At).Count());
    }

    [Fact]
    public void The_ends_of_the_calendar_are_no_fault()
    {
        var schedule = Calendar.Schedule("0 0 1 1 *", "Pacific/Kiritimati");
        Assert.Null(schedule.Next(DateTimeOffset.MaxValue));
        Assert.Null(schedule.Next(Calendar.Utc("9997-06-01T00:00Z")));
        Assert.Equal(1901, Calendar.Schedule("0 0 1 1 *", "UTC").Next(DateTimeOffset.MinValue)!.At.Year);
    }

    [Fact]
    public void A_year_of_days_takes_milliseconds()
    {
        var schedule = Calendar.Schedule("30 2 * * *", "Europe/Berlin");
        Assert.Equal(365, schedule.Between("2029-01-01T00:00Z", "2030-01-01T00:00Z").Count);
        Assert.InRange(Enumerable.Range(0, 5).Min(_ => Timed(schedule)), TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    private static TimeSpan Timed(CronSchedule schedule)
    {
        var start = Stopwatch.GetTimestamp();
        Assert.Equal(365, schedule.Between("2030-01-01T00:00Z", "2031-01-01T00:00Z").Count);
        return Stopwatch.GetElapsedTime(start);
    }

    [Theory]
    [InlineData("Europe/Berlin", true)]
    [InlineData("UTC", true)]
    [InlineData("Etc/GMT+5", true)]
    [InlineData("America/Argentina/Buenos_Aires", true)]
    [InlineData("Mars/Olympus", false)]
    [InlineData("", false)]
    [InlineData("../etc/passwd", false)]
    [InlineData("/etc/localtime", false)]
    [InlineData("right/Europe/Berlin", false)]
    [InlineData("W. Europe Standard Time", false)]
    [InlineData("zone1970.tab", false)]
    [InlineData("leapseconds", false)]
    [InlineData("Local", false)]
    [InlineData("Europe", false)]
    [InlineData("Europe/Berlin\n", false)]
    public void Zones_are_those_of_the_database(string name, bool isZone) => Assert.Equal(isZone, TimeZones.TryFind(name, out _));
}
