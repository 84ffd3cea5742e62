using Microsoft.DurableTask.Client;
using Work.Model;

namespace Orchestrations.Tests;

public sealed class StopTests
{
    [Theory]
    [InBothReplayModes]
    public async Task A_cancel_while_it_runs_ends_the_work_at_once_and_the_late_result_changes_nothing(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold("a");
        await stage.StartAsync(Given.Work("a"), Given.Work("b", "a"));
        await stage.SendAsync("graph", Given.Cancel(0));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await stage.StatusAsync());
        Assert.Equal([WorkState.Cancelled, WorkState.Cancelled], await stage.StatesAsync());
        await stage.ReleaseAsync("a");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync());
        var state = await stage.StateAsync();
        Assert.Equal([WorkState.Cancelled, WorkState.Cancelled], state.Works.Select(work => work.State));
        Assert.Equal((StopReason.CancelledByApp, null), (state.Works[0].StopReason, state.Works[0].Output));
        Assert.Equal(["a#1"], stage.Script.Runs);
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_cancel_while_it_waits_ends_the_instance_without_a_run(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync(Given.Work("a").Delayed(TimeSpan.FromDays(1)));
        await stage.AdvanceAsync(TimeSpan.FromHours(1));
        await stage.SendAsync("graph", Given.Cancel(0));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync());
        await stage.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Empty(stage.Script.Runs);
        Assert.Equal(Given.Start.AddHours(1), (await stage.StateAsync()).Works[0].FinishedAt);
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_cancel_in_one_branch_leaves_the_other_to_its_end(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold("a");
        stage.Script.Hold("b");
        await stage.StartAsync(Given.Work("a"), Given.Work("b"), Given.Work("a2", "a"), Given.Work("b2", "b"));
        await stage.SendAsync("graph", Given.Cancel(0));
        Assert.Equal([WorkState.Cancelled, WorkState.Running, WorkState.Cancelled, WorkState.Blocked], await stage.StatesAsync());
        await stage.ReleaseAsync("b");
        await stage.ReleaseAsync("a");
        Assert.Equal([WorkState.Cancelled, WorkState.Succeeded, WorkState.Cancelled, WorkState.Succeeded], await stage.StatesAsync());
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_cancel_that_comes_twice_and_late_is_harmless(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold("b");
        await stage.StartAsync(Given.Work("a"), Given.Work("b"));
        await stage.SendAsync("graph", Given.Cancel(0));
        await stage.SendAsync("graph", Given.Cancel(1));
        await stage.SendAsync("graph", Given.Cancel(1));
        Assert.Equal([WorkState.Succeeded, WorkState.Cancelled], await stage.StatesAsync());
    }

    [Theory]
    [InBothReplayModes(RunEnd.Stopped)]
    [InBothReplayModes(RunEnd.Failed)]
    [InBothReplayModes(RunEnd.Threw)]
    public async Task A_stopped_work_starts_again_only_when_its_run_has_come_back(ReplayMode mode, RunEnd end)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold("a");
        await stage.StartAsync(Given.Work("a"));
        await stage.AdvanceAsync(TimeSpan.FromMinutes(10));
        await stage.SendAsync("graph", new GraphMessage { Stop = new GraphEvent.StopAsked(0, StopReason.Preempt) });
        await stage.AdvanceAsync(TimeSpan.FromMinutes(10));
        var stopped = (await stage.StateAsync()).Works[0];
        Assert.Equal((WorkState.Enqueued, StopReason.Preempt, true), (stopped.State, stopped.StopReason, stopped.InFlight));
        Assert.Equal(["a#1"], stage.Script.Runs);
        await stage.ReleaseAsync("a", end);
        Assert.Equal(["a#1", "a#2"], stage.Script.Runs);
        Assert.Equal(1_200, stage.Script.Seconds("a").Last());
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_message_about_a_work_that_does_not_exist_breaks_nothing(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold("a");
        await stage.StartAsync(Given.Work("a"));
        await stage.SendAsync("graph", Given.Cancel(7));
        await stage.SendAsync("graph", new GraphMessage { Stop = new GraphEvent.StopAsked(-1, StopReason.User) });
        await stage.SendAsync("graph", new GraphMessage());
        await stage.ReleaseAsync("a");
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
    }
}
