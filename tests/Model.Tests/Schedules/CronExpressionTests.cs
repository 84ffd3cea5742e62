using System.Globalization;
using Work.Model;

namespace Model.Tests.Schedules;

public sealed class CronExpressionTests
{
    [Theory]
    [InlineData("* * * * *", "2030-01-01 00:00:30", "2030-01-01 00:01:00")]
    [InlineData("* * * * * *", "2030-01-01 00:00:30", "2030-01-01 00:00:31")]
    [InlineData("0 0 * * *", "2030-01-01 00:00:00", "2030-01-02 00:00:00")]
    [InlineData("0 0 * * *", "2029-12-31 23:59:59", "2030-01-01 00:00:00")]
    [InlineData("*/20 9-17/4 * * *", "2030-01-01 09:40:00", "2030-01-01 13:00:00")]
    [InlineData("5/20 * * * *", "2030-01-01 00:25:00", "2030-01-01 00:45:00")]
    [InlineData("10,40 3,4 * * *", "2030-01-01 03:40:00", "2030-01-01 04:10:00")]
    [InlineData("15 30 2 * * *", "2030-01-01 02:30:15", "2030-01-02 02:30:15")]
    [InlineData("59 59 23 31 12 *", "2030-12-31 23:59:58", "2030-12-31 23:59:59")]
    [InlineData("59 59 23 31 12 *", "2030-12-31 23:59:59", "2031-12-31 23:59:59")]
    [InlineData("0 0 1 * *", "2030-01-01 00:00:00", "2030-02-01 00:00:00")]
    [InlineData("0 0 31 * *", "2030-01-31 00:00:00", "2030-03-31 00:00:00")]
    [InlineData("0 0 29 2 *", "2028-02-29 00:00:00", "2032-02-29 00:00:00")]
    [InlineData("0 0 29 2 *", "2096-02-29 00:00:00", "2104-02-29 00:00:00")]
    [InlineData("0 0 * JAN,jul MON-FRI", "2030-01-31 00:00:00", "2030-07-01 00:00:00")]
    [InlineData("0 0 ? * 0", "2030-01-01 00:00:00", "2030-01-06 00:00:00")]
    [InlineData("0 0 * * 7", "2030-01-01 00:00:00", "2030-01-06 00:00:00")]
    [InlineData("0 0 * * SAT-SUN", "2030-01-05 00:00:00", "2030-01-06 00:00:00")]
    [InlineData("0 0 * * 5-7", "2030-01-05 00:00:00", "2030-01-06 00:00:00")]
    [InlineData("0 0 * * 7-1", "2030-01-06 00:00:00", "2030-01-07 00:00:00")]
    [InlineData("  0\t0   1 1 ?  ", "2030-01-01 00:00:00", "2031-01-01 00:00:00")]
    public void The_next_time_is_the_first_that_matches(string expression, string after, string next) =>
        Assert.Equal(Local(next), Calendar.Cron(expression).Next(Local(after)));

    [Theory]
    [InlineData("0 0 13 * FRI", "2030-01-01 00:00:00", "01-04 01-11 01-13 01-18")]
    [InlineData("0 0 */2 * FRI", "2030-01-01 00:00:00", "01-11 01-25 02-01 02-15")]
    [InlineData("0 0 13 * */7", "2030-01-01 00:00:00", "01-13 10-13 04-13 07-13")]
    public void Both_day_fields_match_either_and_one_with_a_star_matches_both(string expression, string after, string days)
    {
        var cron = Calendar.Cron(expression);
        var at = Local(after);
        Assert.Equal(days, string.Join(' ', Enumerable.Range(0, 4).Select(_ => (at = cron.Next(at)!.Value).ToString("MM-dd", CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("", "must have 5 fields (minute, hour, day of month, month, day of week) or 6 (second first), has 0")]
    [InlineData("* * * *", "must have 5 fields (minute, hour, day of month, month, day of week) or 6 (second first), has 4")]
    [InlineData("0 0 0 0 0 0 0", "must have 5 fields (minute, hour, day of month, month, day of week) or 6 (second first), has 7")]
    [InlineData("60 * * * *", "minute: must be 0 to 59, not '60'")]
    [InlineData("60 * * * * *", "second: must be 0 to 59, not '60'")]
    [InlineData("* 24 * * *", "hour: must be 0 to 23, not '24'")]
    [InlineData("* * 0 * *", "day of month: must be 1 to 31, not '0'")]
    [InlineData("* * * 13 *", "month: must be 1 to 12 or JAN to DEC, not '13'")]
    [InlineData("* * * * 8", "day of week: must be 0 to 7 or SUN to SAT, not '8'")]
    [InlineData("* * L * *", "day of month: must be 1 to 31, not 'L'")]
    [InlineData("* * * * FRI#2", "day of week: must be 0 to 7 or SUN to SAT, not 'FRI#2'")]
    [InlineData("-1 * * * *", "minute: must be 0 to 59, not ''")]
    [InlineData("+1 * * * *", "minute: must be 0 to 59, not '+1'")]
    [InlineData("1,,2 * * * *", "minute: must be 0 to 59, not ''")]
    [InlineData("*/0 * * * *", "minute: the step of '*/0' must be 1 to 60")]
    [InlineData("*/x * * * *", "minute: the step of '*/x' must be 1 to 60")]
    [InlineData("* * */32 * *", "day of month: the step of '*/32' must be 1 to 31")]
    [InlineData("* 22-2 * * *", "hour: the range '22-2' runs backwards; write it as two")]
    [InlineData("? * * * *", "minute: '?' is for the two day fields only")]
    [InlineData("* * ?,1 * *", "day of month: '?' must stand alone")]
    [InlineData("* * ?/2 * *", "day of month: '?' must stand alone")]
    [InlineData("61 25 * * MOM", "minute: must be 0 to 59, not '61'\nhour: must be 0 to 23, not '25'\nday of week: must be 0 to 7 or SUN to SAT, not 'MOM'")]
    [InlineData("0 0 30 2 *", "never fires: no such day comes in any year")]
    [InlineData("0 0 31 4,6,9,11 ?", "never fires: no such day comes in any year")]
    public void Each_fault_names_its_field(string expression, string faults)
    {
        Assert.False(CronExpression.TryParse(expression, out var none, out var found));
        Assert.Null(none);
        Assert.Equal(faults, string.Join('\n', found));
    }

    [Fact]
    public void A_long_expression_is_refused()
    {
        Assert.False(CronExpression.TryParse(new string('*', 257), out _, out var faults));
        Assert.Equal(["must have at most 256 characters"], faults);
    }

    [Fact]
    public void The_rarest_day_is_found_forty_years_later_across_a_century_without_a_leap_day() =>
        Assert.Equal(Local("2128-02-29 00:00:00"), Calendar.Cron("0 0 29 2 */7").Next(Local("2088-02-29 00:00:00")));

    [Fact]
    public void The_calendars_end_is_the_end()
    {
        Assert.Null(Calendar.Cron("0 0 29 2 *").Next(Local("9996-02-29 00:00:00")));
        Assert.Null(Calendar.Cron("* * * * * *").Next(DateTime.MaxValue));
        Assert.Equal(Local("9999-12-31 00:00:00"), Calendar.Cron("0 0 31 12 *").Next(Local("9999-11-30 00:00:00")));
        Assert.Null(Calendar.Cron("0 0 31 12 *").Next(Local("9999-12-31 00:00:00")));
    }

    private static DateTime Local(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);
}
