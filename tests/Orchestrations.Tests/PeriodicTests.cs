using Microsoft.DurableTask.Client;
using Work.Model;
using Work.Orchestrations;

namespace Orchestrations.Tests;

/// <summary>A periodic work's instance, which never ends but by a cancel.</summary>
public sealed class PeriodicTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly WorkSpec Hourly = Given.Work("p") with { Period = new Period(Hour, Hour), OverrideFloor = TimeSpan.FromMinutes(1) };

    [Theory]
    [InBothReplayModes]
    public async Task It_runs_on_from_one_execution_to_the_next_at_the_same_pace(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync(Hourly);
        await stage.AdvanceAsync(Hour * 65);
        Assert.Equal(Enumerable.Range(0, 66).Select(i => i * 3_600.0), stage.Script.Seconds("p"));
        Assert.Equal(Enumerable.Range(1, 66), stage.Script.Deliveries.Select(delivery => delivery.Run.Period));
        Assert.All(stage.Script.Deliveries, delivery => Assert.Equal(1, delivery.Run.Attempt));
        WorkRecord record = (await stage.StateAsync()).Works[0];
        Assert.Equal((WorkState.Enqueued, 66, Given.Start + (Hour * 66)), (record.State, record.Period!.Count, record.NextScheduleTime!.Value));
        await stage.SendAsync("graph", Given.Cancel(0));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync());
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_crash_between_runs_and_one_in_a_run_change_no_other_time(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync(Hourly);
        for (int hour = 1; hour <= 25; hour++)
        {
            await stage.AdvanceAsync(Hour / 2);
            await stage.CrashAsync();
            await stage.AdvanceAsync(Hour / 2);
        }

        Assert.Equal(Enumerable.Range(0, 26).Select(i => i * 3_600.0), stage.Script.Seconds("p"));
        stage.Script.Hold("p");
        await stage.AdvanceAsync(Hour);
        stage.Script.HoldNothing();
        await stage.CrashAsync();
        await stage.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([(27, 1, 0), (27, 1, 1), (27, 2, 0)], stage.Script.Deliveries.TakeLast(3).Select(delivery => (delivery.Run.Period, delivery.Run.Attempt, delivery.Redeliveries)));
        Assert.Equal(27, (await stage.StateAsync()).Works[0].Period!.Count);
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_long_wait_is_noted_in_the_agenda_once_and_a_wake_before_its_time_runs_nothing(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync(Hourly with { Period = new Period(Hour * 24, Hour * 24) });
        var note = new AgendaNote("graph", Given.Start.AddDays(1));
        var bucket = AgendaEntity.IdOf(AgendaSlots.Of(note.DueAt), "graph");
        Assert.Equal([note], (await stage.Client.Entities.GetEntityAsync<AgendaPage>(bucket))!.State.Notes.ToArray());
        Assert.Equal(AgendaSlots.Of(Given.Start) - Hour, (await stage.Client.Entities.GetEntityAsync<AgendaCursor>(AgendaCursorEntity.Id))!.State.OpenedUntil);
        await stage.AdvanceAsync(Hour * 23);
        await stage.SendAsync("graph", GraphMessage.Waking);
        await stage.SendAsync("graph", GraphMessage.Waking);
        Assert.Equal([0.0], stage.Script.Seconds("p"));
        await stage.AdvanceAsync(Hour);
        Assert.Equal([0.0, 86_400.0], stage.Script.Seconds("p"));
    }

    [Theory]
    [InBothReplayModes]
    public async Task Firings_are_planned_by_an_activity_while_a_run_is_out_and_never_twice_for_one_stretch(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        var quarterly = CronSpec.Of(new CronRule(Schedule("*/15 * * * *"), MisfirePolicy.Once, OverlapPolicy.Skip), Given.Start);
        await stage.StartAsync(Hourly with { Period = null, Cron = quarterly });
        await stage.AdvanceAsync(Hour * 24);
        Assert.Equal(Enumerable.Range(1, 96).Select(i => i * 900.0), stage.Script.Seconds("p"));
        Assert.Equal(stage.Plans.Distinct(), stage.Plans);
        Assert.InRange(stage.Plans.Count, 3, 5);
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_cancel_ends_the_instance_also_where_no_firings_can_be_planned(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.BeforePlan = () => throw new TimeZoneNotFoundException();
        await stage.StartAsync(Hourly with { Period = null, Cron = CronSpec.Of(new CronRule(Schedule("*/15 * * * *"), MisfirePolicy.Once, OverlapPolicy.Skip), Given.Start) });
        await stage.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.NotEmpty(stage.Plans);
        await stage.SendAsync("graph", Given.Cancel(0));
        Assert.Equal([WorkState.Cancelled], await stage.StatesAsync());
        await stage.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync());
    }

    private static CronSchedule Schedule(string expression) =>
        CronExpression.TryParse(expression, out CronExpression? cron, out _) ? new CronSchedule(cron, TimeZoneInfo.Utc) : throw new InvalidOperationException(expression);
}
