using Microsoft.DurableTask.Client;
using Work.Model;

namespace Orchestrations.Tests;

public sealed class SingleWorkTests
{
    [Theory]
    [InBothReplayModes]
    public async Task A_work_runs_once_and_its_instance_ends_with_it(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync(Given.Work("a"));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync());
        Assert.Equal(["a#1"], stage.Script.Runs);
        var ended = (await stage.StateAsync()).Works[0];
        Assert.Equal((WorkState.Succeeded, 1, """{"from":"a"}"""), (ended.State, ended.RunAttemptCount, ended.Output?.Inline?.GetRawText()));
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_delay_is_waited_for_to_the_second(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync(Given.Work("a").Delayed(TimeSpan.FromHours(1)));
        await stage.AdvanceAsync(TimeSpan.FromSeconds(3_599));
        Assert.Empty(stage.Script.Runs);
        Assert.Equal(Given.Start.AddHours(1), (await stage.StateAsync()).Works[0].NextScheduleTime);
        await stage.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([3_600], stage.Script.Seconds("a"));
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_scheduled_start_runs_the_work_when_its_delay_is_over(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        var input = new GraphInput { ChainId = "graph", EnqueuedAt = Given.Start, Works = [Given.Work("a").Delayed(TimeSpan.FromDays(10))] };
        await stage.StartAsync("graph", input, Given.Start.AddDays(6));
        await stage.AdvanceAsync(TimeSpan.FromDays(6));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await stage.StatusAsync());
        Assert.Empty(stage.Script.Runs);
        await stage.AdvanceAsync(TimeSpan.FromDays(4));
        Assert.Equal([10 * 86_400], stage.Script.Seconds("a"));
    }

    [Theory]
    [InBothReplayModes]
    public async Task Retries_wait_for_their_backoff(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Play = run => run.Attempt < 4 ? Given.Ends(run, RunEnd.AskedForRetry) : Given.Succeeds(run);
        await stage.StartAsync(Given.Work("a"));
        await stage.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal([0, 30, 90, 210], stage.Script.Seconds("a"));
        Assert.Equal([1, 2, 3, 4], (await stage.StateAsync()).Works[0].Attempts!.Select(attempt => attempt.Number));
    }

    [Theory]
    [InBothReplayModes]
    public async Task An_activity_that_fails_itself_counts_as_an_exception_of_the_run(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Play = run => run.Attempt == 1 ? throw new TimeoutException("too late") : Given.Succeeds(run);
        await stage.StartAsync(Given.Work("a"));
        var waiting = (await stage.StateAsync()).Works[0];
        Assert.Equal((WorkState.Enqueued, 1, new WorkError(typeof(TimeoutException).FullName!, "too late")), (waiting.State, waiting.FailedAttempts, waiting.Error));
        await stage.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_skipped_delay_runs_the_work_at_once_and_only_once(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync(Given.Work("a").Delayed(TimeSpan.FromHours(1)), Given.Work("b").Delayed(TimeSpan.FromHours(2)));
        await stage.AdvanceAsync(TimeSpan.FromMinutes(5));
        await stage.SendAsync("graph", new GraphMessage { SkipDelay = new GraphEvent.DelaySkipped(0) });
        Assert.Equal(["a#1"], stage.Script.Runs);
        await stage.AdvanceAsync(TimeSpan.FromHours(3));
        Assert.Equal(["a#1", "b#1"], stage.Script.Runs);
        Assert.Equal([7_200], stage.Script.Seconds("b"));
    }

    [Theory]
    [InBothReplayModes]
    public async Task An_instance_that_replaced_a_scheduled_start_runs_at_once_or_not_at_all(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        GraphInput Input(string id) => new() { ChainId = id, EnqueuedAt = Given.Start, Works = [Given.Work(id).Delayed(TimeSpan.FromDays(1))] };
        await stage.StartAsync("now", Input("now") with { DelayMet = true });
        await stage.StartAsync("never", Input("never") with { Cancelled = StopReason.CancelledByApp });
        Assert.Equal(["now#1"], stage.Script.Runs);
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync("now"));
        Assert.Equal([WorkState.Cancelled], await stage.StatesAsync("never"));
    }

    [Theory]
    [InBothReplayModes]
    public async Task Works_of_one_graph_each_start_at_their_own_time(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync(
            Given.Work("a").Delayed(TimeSpan.FromSeconds(300)), Given.Work("b").Delayed(TimeSpan.FromSeconds(100)), Given.Work("c"), Given.Work("d", "c").Delayed(TimeSpan.FromSeconds(50)));
        await stage.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(["c#1", "d#1", "b#1", "a#1"], stage.Script.Runs);
        Assert.Equal([0, 50, 100, 300], "cdba".SelectMany(id => stage.Script.Seconds($"{id}")));
    }

    [Theory]
    [InBothReplayModes]
    public async Task Progress_is_shown_while_the_work_runs(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold("a");
        await stage.StartAsync(Given.Work("a"));
        await stage.AdvanceAsync(TimeSpan.FromSeconds(7));
        await stage.SendAsync("graph", Report(attempt: 1, percent: 40));
        await stage.SendAsync("graph", Report(attempt: 0, percent: 99));
        var running = (await stage.StateAsync()).Works[0];
        Assert.Equal((WorkState.Running, "40", Given.Start.AddSeconds(7)), (running.State, running.Progress?.GetRawText(), running.LastHeartbeatAt));
        await stage.ReleaseAsync("a");
        Assert.Null((await stage.StateAsync()).Works[0].Progress);
    }

    private static GraphMessage Report(int attempt, int percent) =>
        new() { Report = new GraphEvent.Reported(0, attempt, System.Text.Json.JsonSerializer.SerializeToElement(percent)) };
}
