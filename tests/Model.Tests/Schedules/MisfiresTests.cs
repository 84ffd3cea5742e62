using Work.Model;

namespace Model.Tests.Schedules;

public sealed class MisfiresTests
{
    private static readonly CronSchedule Hourly = Calendar.Schedule("0 * * * *", "UTC");
    private static readonly TimeSpan OnTime = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(MisfirePolicy.Once, "2030-01-01T03:00:00Z", "")]
    [InlineData(MisfirePolicy.Once, "2030-01-01T04:00:00Z", "04")]
    [InlineData(MisfirePolicy.Once, "2030-01-01T07:30:00Z", "07")]
    [InlineData(MisfirePolicy.Skip, "2030-01-01T04:00:00Z", "04")]
    [InlineData(MisfirePolicy.Skip, "2030-01-01T04:01:00Z", "04")]
    [InlineData(MisfirePolicy.Skip, "2030-01-01T04:01:01Z", "")]
    [InlineData(MisfirePolicy.Skip, "2030-01-01T07:00:05Z", "07")]
    [InlineData(MisfirePolicy.Skip, "2030-01-01T07:30:00Z", "")]
    [InlineData(MisfirePolicy.All, "2030-01-01T03:59:59Z", "")]
    [InlineData(MisfirePolicy.All, "2030-01-01T07:30:00Z", "04 05 06 07")]
    public void What_was_missed_runs_as_the_policy_says(MisfirePolicy policy, string now, string hours)
    {
        var due = Misfires.Due(Hourly, policy, Calendar.Utc("2030-01-01T03:00:00Z"), Calendar.Utc(now), OnTime);
        Assert.Equal(hours, string.Join(' ', due.Dispatch.Select(firing => $"{firing.At:HH}")));
        Assert.Equal(Calendar.Utc(now), due.Until);
    }

    [Theory]
    [InlineData(MisfirePolicy.Once)]
    [InlineData(MisfirePolicy.Skip)]
    [InlineData(MisfirePolicy.All)]
    public void A_clock_that_went_back_decides_nothing(MisfirePolicy policy)
    {
        var last = Calendar.Utc("2030-01-01T03:00:00Z");
        var due = Misfires.Due(Hourly, policy, last, last.AddHours(-5), OnTime);
        Assert.Empty(due.Dispatch);
        Assert.Equal(last, due.Until);
    }

    [Fact]
    public void A_long_outage_is_made_up_in_bounded_looks_that_lose_and_repeat_nothing()
    {
        var every = Calendar.Schedule("*/10 * * * * *", "UTC");
        var (last, now) = (Calendar.Utc("2030-01-01T00:00:00Z"), Calendar.Utc("2030-01-01T06:00:00Z"));
        var (counts, fired) = (new List<int>(), new List<Firing>());
        while (last < now && counts.Count < 10)
        {
            var due = Misfires.Due(every, MisfirePolicy.All, last, now, OnTime);
            counts.Add(due.Dispatch.Count);
            fired.AddRange(due.Dispatch);
            last = due.Until;
        }

        Assert.Equal([1_000, 1_000, 160], counts);
        Assert.Equal(every.Between("2030-01-01T00:00:00Z", "2030-01-01T06:00:00Z"), fired);
    }

    [Theory]
    [InlineData(OverlapPolicy.Skip, false, OverlapDecision.Run)]
    [InlineData(OverlapPolicy.Queue, false, OverlapDecision.Run)]
    [InlineData(OverlapPolicy.CancelRunning, false, OverlapDecision.Run)]
    [InlineData(OverlapPolicy.Skip, true, OverlapDecision.Drop)]
    [InlineData(OverlapPolicy.Queue, true, OverlapDecision.Wait)]
    [InlineData(OverlapPolicy.CancelRunning, true, OverlapDecision.CancelThenRun)]
    public void A_firing_that_meets_a_run_does_as_the_policy_says(OverlapPolicy policy, bool isFormerUnfinished, OverlapDecision decision) =>
        Assert.Equal(decision, Overlaps.Decide(policy, isFormerUnfinished));
}
