using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Work.Model;
using Work.Orchestrations;

namespace Orchestrations.Tests;

/// <summary>A graph that ends, and not all of whose works have succeeded, is marked with its end.</summary>
public sealed class EndMarkTests
{
    private static readonly string Mark = Marks.Failed("graph");

    [Theory]
    [InBothReplayModes]
    public async Task A_graph_whose_works_all_succeed_has_no_mark(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync(Given.Work("a"), Given.Work("b", "a"));
        Assert.Equal([WorkState.Succeeded, WorkState.Succeeded], await stage.StatesAsync());
        Assert.Null(await stage.StatusAsync(Mark));
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_graph_with_a_failed_work_is_marked_when_it_ends_and_not_before(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Play = run => run.Work.Id == "a" ? Given.Ends(run, RunEnd.Failed) : Given.Succeeds(run);
        stage.Script.Hold("b");
        await stage.StartAsync(Given.Work("a"), Given.Work("b"));
        Assert.Null(await stage.StatusAsync(Mark));
        await stage.ReleaseAsync("b");
        Assert.Equal([WorkState.Failed, WorkState.Succeeded], await stage.StatesAsync());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync(Mark));
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_cancelled_graph_is_marked_also_when_the_mark_is_there_already(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.Client.ScheduleNewOrchestrationInstanceAsync(TaskNames.HoldClaim, input: null, new StartOrchestrationOptions(Mark), Stage.Patience);
        await stage.StartAsync(Given.Work("a").Delayed(TimeSpan.FromHours(1)), Given.Work("b", "a"));
        await stage.SendAsync("graph", Given.Cancel(0));
        Assert.Equal([WorkState.Cancelled, WorkState.Cancelled], await stage.StatesAsync());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync(Mark));
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_graph_that_is_started_once_more_as_finished_is_not_marked_again(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        var failed = new WorkRecord { State = WorkState.Failed, RunAttemptCount = 1, FinishedAt = Given.Start };
        await stage.StartAsync("graph", new GraphInput { ChainId = "graph", EnqueuedAt = Given.Start, Works = [Given.Work("a")], State = new GraphState { Works = [failed] } });
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync());
        Assert.Null(await stage.StatusAsync(Mark));
    }

    [Theory]
    [InBothReplayModes]
    public async Task Whatever_step_a_crash_comes_at_no_failed_graph_ends_without_its_mark(ReplayMode mode)
    {
        int step = 0;
        for (bool hasCrashed = true; hasCrashed && step < 100;)
        {
            await using var stage = await Stage.OpenAsync(mode);
            stage.Script.Play = run => Given.Ends(run, RunEnd.Failed);
            hasCrashed = await CrashesAsync(stage, ++step);
            if (await stage.StatusAsync() is null)
            {
                await stage.StartAsync(Given.Work("a"));
            }

            await stage.AdvanceAsync(TimeSpan.FromHours(1));
            Assert.Equal([WorkState.Failed], await stage.StatesAsync());
            Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync());
            Assert.True(await stage.StatusAsync(Mark) == OrchestrationRuntimeStatus.Completed, $"There is no mark after a crash at step {step}.");
        }

        Assert.InRange(step, 5, 99);
    }

    // Whether it crashed before all had come to rest.
    private static async Task<bool> CrashesAsync(Stage stage, int step)
    {
        var crashed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int left = step;
        stage.OnPoint = point =>
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                _ = stage.KillAsync();
                crashed.TrySetResult();
            }
        };
        Task<string> started = stage.StartAsync(Given.Work("a"));
        if (await Task.WhenAny(started, crashed.Task) == started)
        {
            await started;
        }

        stage.OnPoint = _ => { };
        if (!crashed.Task.IsCompleted)
        {
            return false;
        }

        _ = started.ContinueWith(cut => cut.Exception, TaskScheduler.Default);
        await stage.CrashAsync();
        return true;
    }
}
