using Microsoft.DurableTask.Client;
using Work.Model;

namespace Orchestrations.Tests;

public sealed class PruneTests
{
    [Theory]
    [InBothReplayModes]
    public async Task A_running_instance_marks_what_may_go_and_keeps_the_mark_over_a_crash_and_continuing_as_new(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.RunsOfOneExecution = 2;
        stage.Script.Play = run => run.Work.Id == "2" && run.Attempt == 1 ? Given.Ends(run, RunEnd.AskedForRetry) : Given.Succeeds(run);
        await stage.StartAsync(Given.Work("0"), Given.Work("1", "0"), Given.Work("2", "1"));
        await stage.SendAsync("graph", Prune(0, 1, 2));
        await stage.SendAsync("graph", Prune(0, 1, 2));
        Assert.Equal([true, false, false], (await stage.StateAsync()).Works.Select(work => work.Pruned));
        await stage.CrashAsync();
        Assert.Equal([true, false, false], (await stage.StateAsync()).Works.Select(work => work.Pruned));
        await stage.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal([WorkState.Succeeded, WorkState.Succeeded, WorkState.Succeeded], await stage.StatesAsync());
        Assert.Equal([true, false, false], (await stage.StateAsync()).Works.Select(work => work.Pruned));
        Assert.Null((await stage.StateAsync()).Works[0].Output);
        Assert.NotEmpty(stage.Renewals);
    }

    [Theory]
    [InBothReplayModes]
    public async Task An_instance_that_is_started_once_more_with_a_finished_state_ends_with_it_and_asks_nobody(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        var marked = new WorkRecord { State = WorkState.Succeeded, RunAttemptCount = 1, FinishedAt = Given.Start, Pruned = true };
        await stage.StartAsync("graph", new GraphInput
        {
            ChainId = "graph",
            EnqueuedAt = Given.Start,
            Works = [Given.Work("a", "elsewhere")],
            Prerequisites = [new Prerequisite("elsewhere", "other", 0)],
            State = new GraphState { Works = [marked] },
        });
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync());
        Assert.True((await stage.StateAsync()).Works[0].Pruned);
        Assert.Equal(0, stage.Reads);
        Assert.Empty(stage.Script.Runs);
    }

    private static GraphMessage Prune(params int[] works) => new() { Prune = new GraphEvent.PruneAsked(works) };
}
