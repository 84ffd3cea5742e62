using Work.Model;

namespace Model.Tests.Conditions;

/// <summary>Time windows, also on the two days of the year on which the clocks change (in Berlin at 01:00 UTC, by an hour).</summary>
public sealed class WindowRulesTests
{
    [Theory]
    [InlineData("09:00", "17:00", "2030-01-02T07:59:59Z", false, "2030-01-02T08:00:00Z")]
    [InlineData("09:00", "17:00", "2030-01-02T08:00:00Z", true, "2030-01-02T16:00:00Z")]
    [InlineData("09:00", "17:00", "2030-01-02T16:00:00Z", false, "2030-01-03T08:00:00Z")]
    [InlineData("22:00", "06:00", "2030-01-02T04:59:59Z", true, "2030-01-02T05:00:00Z")]
    [InlineData("22:00", "06:00", "2030-01-02T05:00:00Z", false, "2030-01-02T21:00:00Z")]
    [InlineData("22:00", "06:00", "2030-01-02T23:30:00Z", true, "2030-01-03T05:00:00Z")]
    [InlineData("00:00", "00:00:01", "2030-01-02T23:00:00Z", true, "2030-01-02T23:00:01Z")]
    public void A_window_is_open_from_its_first_time_up_to_its_second(string from, string to, string now, bool isOpen, string next) => Assert.Equal((isOpen, At(next)), Look(from, to, now));

    // 02:00 to 03:00 local time does not exist: those times are 01:00 UTC, the end of the gap.
    [Theory]
    [InlineData("22:00", "06:00", "2030-03-30T22:00:00Z", true, "2030-03-31T04:00:00Z")]
    [InlineData("02:30", "05:00", "2030-03-31T00:59:59Z", false, "2030-03-31T01:00:00Z")]
    [InlineData("02:30", "05:00", "2030-03-31T01:00:00Z", true, "2030-03-31T03:00:00Z")]
    [InlineData("01:00", "02:30", "2030-03-31T00:30:00Z", true, "2030-03-31T01:00:00Z")]
    [InlineData("02:10", "02:50", "2030-03-31T00:30:00Z", false, "2030-04-01T00:10:00Z")]
    public void When_the_clocks_go_forward_a_time_in_the_gap_is_its_end(string from, string to, string now, bool isOpen, string next) => Assert.Equal((isOpen, At(next)), Look(from, to, now));

    // 02:00 to 03:00 local time comes twice, at 00:00 and at 01:00 UTC: the first counts.
    [Theory]
    [InlineData("22:00", "06:00", "2030-10-26T23:00:00Z", true, "2030-10-27T05:00:00Z")]
    [InlineData("02:30", "03:30", "2030-10-27T00:29:59Z", false, "2030-10-27T00:30:00Z")]
    [InlineData("02:30", "03:30", "2030-10-27T00:30:00Z", true, "2030-10-27T02:30:00Z")]
    [InlineData("01:00", "02:30", "2030-10-27T00:00:00Z", true, "2030-10-27T00:30:00Z")]
    [InlineData("01:00", "02:30", "2030-10-27T01:10:00Z", false, "2030-10-28T00:00:00Z")]
    public void When_the_clocks_go_back_the_first_of_two_counts_and_a_window_does_not_open_twice(string from, string to, string now, bool isOpen, string next) =>
        Assert.Equal((isOpen, At(next)), Look(from, to, now));

    [Fact]
    public void A_window_of_a_zone_that_has_gone_is_closed_and_stays_so()
    {
        var window = new TimeWindow(new TimeOnly(1, 0), new TimeOnly(2, 0), "Nowhere/Land");
        Assert.Equal((false, null), (WindowRules.IsOpen(window, At("2030-01-01T01:30:00Z")), WindowRules.NextChange(window, At("2030-01-01T01:30:00Z"))));
    }

    private static (bool IsOpen, DateTimeOffset? Next) Look(string from, string to, string now)
    {
        var window = new TimeWindow(TimeOnly.Parse(from, null), TimeOnly.Parse(to, null), "Europe/Berlin");
        return (WindowRules.IsOpen(window, At(now)), WindowRules.NextChange(window, At(now)));
    }

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, null);
}
