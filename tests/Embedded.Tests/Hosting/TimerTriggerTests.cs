using Work.Embedded.Hosting;

namespace Embedded.Tests.Hosting;

public sealed class TimerTriggerTests
{
    private static DateTimeOffset Start => SampleHost.Start;

    [Fact]
    public async Task A_timer_function_runs_at_each_of_its_times()
    {
        await using var sample = await SampleHost.StartAsync();
        await sample.Host.Control.AdvanceToAsync(Start.AddHours(3.5));

        Assert.Equal([Start.AddHours(1), Start.AddHours(2), Start.AddHours(3)], sample.Journal.TimesOf("Hourly"));
        var last = sample.Journal.Ticks.Last(tick => tick.Function == "Hourly").Info;
        Assert.False(last.IsPastDue);
        Assert.Equal(Start.AddHours(2).UtcDateTime, last.ScheduleStatus!.Last);
        Assert.Equal(Start.AddHours(3).UtcDateTime, last.ScheduleStatus.Next);
    }

    [Theory]
    [InlineData("30 * * * *", 30)]
    [InlineData("00:45:00", 45)]
    public async Task Five_fields_and_time_spans_are_schedules_too(string schedule, int minutes)
    {
        await using var sample = await SampleHost.StartAsync(settings: ("HourlySchedule", schedule));
        await sample.Host.Control.AdvanceToAsync(Start.AddHours(1));
        Assert.Equal([Start.AddMinutes(minutes)], sample.Journal.TimesOf("Hourly"));
    }

    [Fact]
    public async Task A_run_that_was_missed_while_the_host_was_down_is_made_up_once_and_says_so()
    {
        await using var first = await SampleHost.StartAsync();
        await first.Host.Control.AdvanceToAsync(Start.AddHours(1));
        await first.Host.DisposeAsync();

        await using var second = await SampleHost.StartAsync(
            directory: first.Directory, settings: ("Embedded:StartTime", Start.AddHours(4.5).ToString("O")));
        await second.Host.Control.AdvanceToAsync(Start.AddHours(5));
        var ticks = second.Journal.Ticks.Where(tick => tick.Function == "Hourly").ToList();
        Assert.Equal([(Start.AddHours(4.5), true), (Start.AddHours(5), false)], ticks.Select(tick => (tick.At, tick.Info.IsPastDue)));
        Assert.Equal(Start.AddHours(1).UtcDateTime, ticks[0].Info.ScheduleStatus!.Last);
    }

    [Fact]
    public async Task Nothing_is_made_up_when_nothing_was_missed()
    {
        await using var first = await SampleHost.StartAsync();
        await first.Host.Control.AdvanceToAsync(Start.AddHours(1));
        await first.Host.CrashAsync();

        await using var second = await SampleHost.StartAsync(
            directory: first.Directory, settings: ("Embedded:StartTime", Start.AddHours(1.5).ToString("O")));
        await second.Host.Control.WaitIdleAsync();
        Assert.Empty(second.Journal.TimesOf("Hourly"));
    }

    [Fact]
    public async Task Run_on_startup_comes_before_the_first_time_of_the_schedule_and_does_not_replace_it()
    {
        await using var sample = await SampleHost.StartAsync();
        await sample.Host.Control.AdvanceToAsync(Start.AddHours(13));
        Assert.Equal([Start, Start.AddHours(12.5)], sample.Journal.TimesOf("AtStart"));
    }

    [Fact]
    public async Task One_run_at_a_time_and_what_fell_into_it_is_skipped()
    {
        await using var sample = await SampleHost.StartAsync();
        await sample.Host.Control.AdvanceToAsync(Start.AddSeconds(60));
        Assert.Equal([10, 30, 50], sample.Journal.TimesOf("Often").Select(at => (int)(at - Start).TotalSeconds));
    }

    [Fact]
    public async Task A_schedule_that_cannot_be_read_keeps_the_app_from_starting()
    {
        var fault = await Assert.ThrowsAsync<FunctionMetadataException>(() => SampleHost.StartAsync(settings: ("HourlySchedule", "sometimes")));
        Assert.Contains("Hourly", Assert.Single(fault.Faults), StringComparison.Ordinal);
    }
}
