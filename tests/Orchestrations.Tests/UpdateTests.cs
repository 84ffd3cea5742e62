using Work.Model;
using Work.Orchestrations;

namespace Orchestrations.Tests;

public sealed class UpdateTests
{
    private static readonly WorkSpec Later = Given.Work("a").Delayed(TimeSpan.FromMinutes(20));

    [Theory]
    [InBothReplayModes]
    public async Task An_update_moves_the_next_start_of_a_work_that_waits(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync(Given.Work("a").Delayed(TimeSpan.FromMinutes(10)));
        await stage.AdvanceAsync(TimeSpan.FromMinutes(5));
        await stage.UpdateAsync(Later);
        Assert.Equal((1, Given.Start.AddMinutes(20)), ((await stage.StateAsync()).Works[0].Generation, (await stage.StateAsync()).Works[0].NextScheduleTime));
        await stage.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal([1_200], stage.Script.Seconds("a"));
    }

    [Theory]
    [InBothReplayModes]
    public async Task An_update_to_a_shorter_delay_starts_the_work_at_once(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync(Given.Work("a").Delayed(TimeSpan.FromDays(1)));
        await stage.AdvanceAsync(TimeSpan.FromMinutes(5));
        await stage.UpdateAsync(Given.Work("a").Delayed(TimeSpan.FromMinutes(1)));
        Assert.Equal([300], stage.Script.Seconds("a"));
    }

    [Theory]
    [InBothReplayModes]
    public async Task The_same_update_again_and_one_of_an_older_generation_are_dropped(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync(Given.Work("a").Delayed(TimeSpan.FromDays(1)));
        var message = stage.Asked(Later, 0, 0);
        await stage.SendAsync("graph", message);
        await stage.SendAsync("graph", message);
        await stage.UpdateAsync(Given.Work("a"));
        Assert.Equal((1, Given.Start.AddMinutes(20)), ((await stage.StateAsync()).Works[0].Generation, (await stage.StateAsync()).Works[0].NextScheduleTime));
        Assert.Empty(stage.Script.Runs);
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_work_whose_update_is_being_stored_is_held_back_and_no_other(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        var stored = new TaskCompletionSource();
        stage.BeforeKeep = () => stored.Task;
        await stage.StartAsync(Given.Work("a").Delayed(TimeSpan.FromMinutes(1)), Given.Work("b").Delayed(TimeSpan.FromMinutes(1)));
        await stage.Client.RaiseEventAsync("graph", GraphMessage.EventName, stage.Asked(Later, 0, 0), Stage.Patience);
        await stage.KeepBegun.Task.WaitAsync(Stage.Patience);
        await stage.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(["b#1"], stage.Script.Runs);
        stage.Busy.Enter();
        stored.SetResult();
        await stage.IdleAsync();
        await stage.AdvanceAsync(TimeSpan.FromMinutes(18));
        Assert.Equal([1_200], stage.Script.Seconds("a"));
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_cancel_while_the_update_is_being_stored_wins(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        var stored = new TaskCompletionSource();
        stage.BeforeKeep = () => stored.Task;
        await stage.StartAsync(Given.Work("a").Delayed(TimeSpan.FromDays(1)), Given.Work("b").Delayed(TimeSpan.FromDays(1)));
        await stage.Client.RaiseEventAsync("graph", GraphMessage.EventName, stage.Asked(Later, 0, 0), Stage.Patience);
        await stage.KeepBegun.Task.WaitAsync(Stage.Patience);
        await stage.SendAsync("graph", Given.Cancel(0));
        stage.Busy.Enter();
        stored.SetResult();
        await stage.IdleAsync();
        var record = (await stage.StateAsync()).Works[0];
        Assert.Equal((WorkState.Cancelled, 0), (record.State, record.Generation));
    }

    [Theory]
    [InBothReplayModes]
    public async Task An_update_that_cannot_be_stored_changes_nothing_and_lets_the_work_go_on(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync(Given.Work("a").Delayed(TimeSpan.FromHours(1)));
        await stage.SendAsync("graph", new GraphMessage { Update = new UpdateAsked(0, 0, "nowhere") });
        Assert.Equal(0, (await stage.StateAsync()).Works[0].Generation);
        await stage.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal([3_600], stage.Script.Seconds("a"));
    }

    [Theory]
    [InBothReplayModes]
    public async Task Updates_of_one_instance_are_taken_one_after_the_other(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync(Given.Work("a").Delayed(TimeSpan.FromDays(1)), Given.Work("b").Delayed(TimeSpan.FromDays(1)));
        foreach (var message in new[] { stage.Asked(Later, 0, 0), stage.Asked(Later, 0, 0), stage.Asked(Given.Work("b").Delayed(TimeSpan.FromMinutes(3)), 1, 0), stage.Asked(Given.Work("a").Delayed(TimeSpan.FromMinutes(5)), 0, 1) })
        {
            await stage.Client.RaiseEventAsync("graph", GraphMessage.EventName, message, Stage.Patience);
        }

        await stage.IdleAsync();
        Assert.Equal([2, 1], (await stage.StateAsync()).Works.Select(work => work.Generation));
        await stage.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal((300, 180), (stage.Script.Seconds("a").Single(), stage.Script.Seconds("b").Single()));
    }

    [Theory]
    [InBothReplayModes]
    public async Task An_update_that_was_being_stored_when_the_process_died_is_stored_by_the_next_one(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.BeforeKeep = () => new TaskCompletionSource().Task;
        await stage.StartAsync(Given.Work("a").Delayed(TimeSpan.FromMinutes(1)));
        await stage.Client.RaiseEventAsync("graph", GraphMessage.EventName, stage.Asked(Later, 0, 0), Stage.Patience);
        await stage.KeepBegun.Task.WaitAsync(Stage.Patience);
        Assert.Equal(0, (await stage.StateAsync()).Works[0].Generation);
        await stage.CrashAsync();
        Assert.Equal((1, Given.Start.AddMinutes(20)), ((await stage.StateAsync()).Works[0].Generation, (await stage.StateAsync()).Works[0].NextScheduleTime));
        await stage.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal([1_200], stage.Script.Seconds("a"));
    }

    [Theory]
    [InBothReplayModes(false)]
    [InBothReplayModes(true)]
    public async Task An_update_survives_a_crash_and_continuing_as_new(ReplayMode mode, bool storedApart)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.RunsOfOneExecution = 1;
        stage.Script.Play = run => run.Attempt < 3 ? Given.Ends(run, RunEnd.AskedForRetry) : Given.Succeeds(run);
        var work = Given.Work("a") with { Backoff = new Backoff(BackoffPolicy.Linear, TimeSpan.FromSeconds(10)) };
        stage.Documents["apart"] = [work];
        await stage.StartAsync("graph", new GraphInput { ChainId = "graph", EnqueuedAt = Given.Start, Works = storedApart ? [] : [work], Document = storedApart ? "apart" : null });
        await stage.UpdateAsync(work with { Backoff = new Backoff(BackoffPolicy.Linear, TimeSpan.FromHours(1)) });
        await stage.CrashAsync();
        await stage.AdvanceAsync(TimeSpan.FromHours(1));
        await stage.CrashAsync();
        await stage.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal([0, 3_600, 10_800], stage.Script.Seconds("a"));
        Assert.NotEmpty(stage.Renewals);
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
    }
}
