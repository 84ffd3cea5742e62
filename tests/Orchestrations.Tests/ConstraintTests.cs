using Microsoft.DurableTask.Client.Entities;
using Work.Model;
using Work.Orchestrations;

namespace Orchestrations.Tests;

/// <summary>Constraints between a scope and the works that watch it.</summary>
public sealed class ConstraintTests
{
    private static readonly Constraints Charged = new() { Charging = true };

    [Theory]
    [InBothReplayModes]
    public async Task A_lost_constraint_stops_the_run_and_its_return_starts_another_once_that_has_come_back(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold("a");
        await stage.StartAsync(Given.Work("a") with { Constraints = Charged });
        await ReportAsync(stage, false);
        WorkRecord stopped = (await stage.StateAsync()).Works[0];
        Assert.Equal((WorkState.Enqueued, StopReason.ConstraintCharging, 1), (stopped.State, stopped.StopReason, stopped.RunAttemptCount));
        await ReportAsync(stage, true);
        Assert.Equal(["a#1"], stage.Script.Runs);
        await stage.ReleaseAsync("a");
        Assert.Equal(["a#1", "a#2"], stage.Script.Runs);
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
        Assert.Empty((await ScopeAsync(stage)).Groups.SelectMany(group => group.Watchers));
    }

    [Theory]
    [InBothReplayModes]
    public async Task On_a_phone_a_stopped_work_waits_its_backoff_out_before_it_asks_again(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold("a");
        await stage.StartAsync(Given.Work("a") with { Constraints = Charged, ConstraintStopsBackOff = true });
        await stage.AdvanceAsync(TimeSpan.FromSeconds(10));
        await ReportAsync(stage, false);
        await stage.ReleaseAsync("a");
        await ReportAsync(stage, true);
        await stage.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([0, 30], stage.Script.Seconds("a"));
    }

    [Theory]
    [InBothReplayModes]
    public async Task Of_two_constraints_both_must_hold_and_scopes_are_apart(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await ReportAsync(stage, false);
        await stage.StartAsync(
            Given.Work("both") with { Constraints = Charged with { Conditions = ["open"] } },
            Given.Work("elsewhere") with { Constraints = Charged, Scope = "elsewhere" },
            Given.Work("plain"));
        Assert.Equal([WorkState.Enqueued, WorkState.Succeeded, WorkState.Succeeded], await stage.StatesAsync());
        await ReportAsync(stage, true);
        Assert.Equal(WorkState.Enqueued, (await stage.StatesAsync()).First());
        await ReportAsync(stage, new ConditionChange(ConditionKind.Named, true, Name: "open"));
        Assert.Equal(WorkState.Succeeded, (await stage.StatesAsync()).First());
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_cancelled_work_watches_no_longer(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await ReportAsync(stage, false);
        await stage.StartAsync(Given.Work("a") with { Constraints = Charged }, Given.Work("b", "a"));
        await stage.SendAsync("graph", Given.Cancel(0));
        Assert.Empty((await ScopeAsync(stage)).Groups);
    }

    [Theory]
    [InBothReplayModes]
    public async Task Ten_losses_at_one_moment_are_few_runs_and_a_steady_return_is_told(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await ReportAsync(stage, false);
        await stage.StartAsync(Given.Work("a") with { Constraints = Charged });
        stage.Script.Play = run => Given.Ends(run, RunEnd.Stopped);
        for (int flap = 0; flap < 10; flap++)
        {
            await ReportAsync(stage, true);
            await ReportAsync(stage, false);
        }

        int runs = stage.Script.Runs.Count();
        Assert.InRange(runs, 1, 20);
        await ReportAsync(stage, true);
        stage.Script.Play = Given.Succeeds;
        await stage.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
    }

    [Theory]
    [InBothReplayModes(1)]
    [InBothReplayModes(2)]
    [InBothReplayModes(3)]
    [InBothReplayModes(4)]
    public async Task A_crash_at_any_step_between_the_report_and_the_run_loses_nothing(ReplayMode mode, int step)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await ReportAsync(stage, false);
        await stage.StartAsync(Given.Work("a") with { Constraints = Charged });
        var crashed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int left = step;
        stage.OnPoint = point =>
        {
            if (point == "before-dispatch" && Interlocked.Decrement(ref left) == 0)
            {
                _ = stage.KillAsync();
                crashed.TrySetResult();
            }
        };
        _ = SignalAsync(stage, new ConditionChange(ConditionKind.Charging, true));
        await crashed.Task.WaitAsync(Stage.Patience);
        stage.OnPoint = _ => { };
        await stage.CrashAsync();
        await stage.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
        Assert.Empty((await ScopeAsync(stage)).Groups);
    }

    [Theory]
    [InBothReplayModes]
    public async Task An_instance_that_begins_anew_keeps_its_place_before_the_gate(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.RunsOfOneExecution = 1;
        int played = 0;
        stage.Script.Play = run => played++ < 3 ? Given.Ends(run, RunEnd.AskedForRetry) : Given.Succeeds(run);
        await stage.StartAsync(Given.Work("a") with { Constraints = Charged });
        await ReportAsync(stage, false);
        await stage.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(["a#1"], stage.Script.Runs);
        await ReportAsync(stage, true);
        await stage.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
        Assert.Equal(["a#1", "a#2", "a#3", "a#4"], stage.Script.Runs);
    }

    private static Task ReportAsync(Stage stage, bool charging) => ReportAsync(stage, new ConditionChange(ConditionKind.Charging, charging));

    private static async Task ReportAsync(Stage stage, ConditionChange change)
    {
        await SignalAsync(stage, change);
        await stage.IdleAsync();
    }

    private static Task SignalAsync(Stage stage, ConditionChange change) =>
        stage.Client.Entities.SignalEntityAsync(ScopeEntity.IdOf("default"), ScopeEntity.Report, new ConditionReport("token", [change]), cancellation: Stage.Patience);

    private static async Task<ScopeState> ScopeAsync(Stage stage) => (await stage.Client.Entities.GetEntityAsync<ScopeState>(ScopeEntity.IdOf("default"), cancellation: Stage.Patience))!.State;
}
