using Work.Model;

namespace Orchestrations.Tests;

/// <summary>The process dies and another one takes up what was under way.</summary>
public sealed class CrashTests
{
    [Theory]
    [InBothReplayModes(0)]
    [InBothReplayModes(2)]
    [InBothReplayModes(4)]
    public async Task A_chain_goes_on_without_running_what_had_finished_and_the_lost_run_is_a_counted_attempt(ReplayMode mode, int at)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold($"{at}");
        await stage.StartAsync([.. Enumerable.Range(0, 5).Select(i => i == 0 ? Given.Work("0") : Given.Work($"{i}", $"{i - 1}"))]);
        await stage.AdvanceAsync(TimeSpan.FromSeconds(20));
        await stage.CrashAsync();
        var lost = (await stage.StateAsync()).Works[at];
        Assert.Equal((WorkState.Enqueued, 1, StopReason.Unknown, Given.Start.AddSeconds(30)), (lost.State, lost.FailedAttempts, lost.StopReason, lost.NextScheduleTime));
        Assert.Equal([AttemptResult.Stopped], lost.Attempts!.Select(attempt => attempt.Result));

        stage.Script.HoldNothing();
        await stage.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.All(await stage.StatesAsync(), state => Assert.Equal(WorkState.Succeeded, state));
        Assert.Equal([.. Enumerable.Range(0, 5).Select(i => $"{i}#1"), $"{at}#2"], stage.Script.Runs.Distinct().OrderBy(run => run[^1]).ThenBy(run => run));
        Assert.Equal(7, stage.Script.Runs.Count());
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_crash_of_the_last_attempt_fails_the_work(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold("a");
        await stage.StartAsync(Given.Work("a") with { MaxAttempts = 1 }, Given.Work("b", "a"));
        await stage.CrashAsync();
        var state = await stage.StateAsync();
        Assert.Equal([WorkState.Failed, WorkState.Failed], state.Works.Select(work => work.State));
        Assert.Equal(WorkErrors.AttemptsExhaustedType, state.Works[0].Error?.Type);
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_backoff_goes_on_where_it_was(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Play = run => run.Attempt == 1 ? Given.Ends(run, RunEnd.AskedForRetry) : Given.Succeeds(run);
        await stage.StartAsync(Given.Work("a"));
        await stage.AdvanceAsync(TimeSpan.FromSeconds(10));
        await stage.CrashAsync();
        await stage.AdvanceAsync(TimeSpan.FromSeconds(20));
        Assert.Equal([0, 30], stage.Script.Seconds("a"));
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_cancel_survives_and_the_lost_run_does_not_bring_the_work_back(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold("a");
        stage.Script.Hold("b");
        await stage.StartAsync(Given.Work("a"), Given.Work("b"));
        await stage.SendAsync("graph", Given.Cancel(0));
        await stage.CrashAsync();
        Assert.Equal([WorkState.Cancelled, WorkState.Enqueued], await stage.StatesAsync());
        Assert.False((await stage.StateAsync()).Works[0].InFlight);
    }

    [Theory]
    [InBothReplayModes]
    public async Task Who_waits_for_another_instance_is_still_told(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync("other", Given.Work("first").Delayed(TimeSpan.FromHours(1)));
        await stage.StartAsync("graph", new GraphInput
        {
            ChainId = "graph",
            EnqueuedAt = Given.Start,
            Works = [Given.Work("second", "first")],
            Prerequisites = [new Prerequisite("first", "other", 0)],
        });
        await stage.CrashAsync();
        await stage.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal([3_600], stage.Script.Seconds("second"));
    }
}
