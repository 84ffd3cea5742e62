using Microsoft.DurableTask.Client;
using Work.Model;
using Work.Orchestrations;

namespace Orchestrations.Tests;

/// <summary>Works that wait for works of another instance.</summary>
public sealed class ElsewhereTests
{
    [Theory]
    [InBothReplayModes]
    public async Task It_had_finished_before(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync("other", Given.Work("first"));
        await StartWaiterAsync(stage);
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
    }

    [Theory]
    [InBothReplayModes]
    public async Task What_was_known_at_the_enqueue_is_not_asked_for(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync("graph", Waiter() with { Known = [KeyValuePair.Create("first", WorkState.Succeeded)] });
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
        Assert.Equal(0, stage.Reads);
    }

    [Theory]
    [InBothReplayModes(RunEnd.Succeeded, WorkState.Succeeded)]
    [InBothReplayModes(RunEnd.Failed, WorkState.Failed)]
    public async Task It_ends_after_the_subscription_and_tells(ReplayMode mode, RunEnd end, WorkState state)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold("first");
        await stage.StartAsync("other", Given.Work("first"));
        await StartWaiterAsync(stage);
        Assert.Equal([WorkState.Blocked], await stage.StatesAsync());
        await stage.ReleaseAsync("first", end);
        Assert.Equal([state], await stage.StatesAsync());
        Assert.InRange(stage.Reads, 1, 2);
    }

    [Theory]
    [InBothReplayModes]
    public async Task It_is_cancelled_and_tells(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync("other", Given.Work("first").Delayed(TimeSpan.FromDays(1)));
        await StartWaiterAsync(stage);
        await stage.SendAsync("other", Given.Cancel(0));
        Assert.Equal([WorkState.Cancelled], await stage.StatesAsync());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync());
    }

    [Theory]
    [InBothReplayModes]
    public async Task It_ends_while_the_subscription_is_under_way(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold("first");
        await stage.StartAsync("other", Given.Work("first"));

        // The read finds it finished, and so does whoever took the subscription: both say so.
        stage.BeforeRead = async _ =>
        {
            stage.BeforeRead = _ => Task.CompletedTask;
            stage.Script.Release("first", stage.Busy);
            await stage.Client.WaitForInstanceCompletionAsync("other", Stage.Patience);
        };
        await StartWaiterAsync(stage);
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
        Assert.Equal(["first#1", "second#1"], stage.Script.Runs);
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_subscription_that_is_confirmed_is_not_asked_again(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync("other", Given.Work("first").Delayed(TimeSpan.FromDays(2)));
        await StartWaiterAsync(stage);
        await stage.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.InRange(stage.Reads, 1, 2);
        await stage.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal([2 * 86_400], stage.Script.Seconds("second"));
    }

    [Theory]
    [InBothReplayModes]
    public async Task One_that_does_not_answer_is_asked_again_ever_more_rarely(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.BeforeRead = _ => throw new IOException("unreachable");
        await StartWaiterAsync(stage);
        await stage.AdvanceAsync(TimeSpan.FromDays(1));

        // At once, after 1, 3, 7 ... s, then each hour.
        Assert.InRange(stage.Reads, 30, 40);
        stage.BeforeRead = _ => Task.CompletedTask;
        await stage.StartAsync("other", Given.Work("first"));
        await stage.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_look_that_fails_is_repeated(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync("other", Given.Work("first"));
        stage.BeforeRead = _ => stage.Reads <= 3 ? throw new IOException("unreachable") : Task.CompletedTask;
        await StartWaiterAsync(stage);
        Assert.Equal([WorkState.Blocked], await stage.StatesAsync());
        await stage.AdvanceAsync(TimeSpan.FromSeconds(7));
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_join_over_two_instances_waits_for_both_and_says_where_their_outputs_are(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold("x");
        stage.Script.Hold("y");
        await stage.StartAsync("ix", Given.Work("w"), Given.Work("x"));
        await stage.StartAsync("iy", Given.Work("y"));
        await stage.StartAsync("graph", new GraphInput
        {
            ChainId = "graph",
            EnqueuedAt = Given.Start,
            Works = [Given.Work("join", "y", "x", "w")],
            Prerequisites = [new("w", "ix", 0), new("x", "ix", 1), new("y", "iy", 0)],
        });
        await stage.ReleaseAsync("x");
        Assert.Equal([WorkState.Blocked], await stage.StatesAsync());
        await stage.ReleaseAsync("y");
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
        Assert.Equal(["iy 0 y", "ix 1,0 x,w"], stage.Script.Deliveries.Last().Run.Elsewhere!.Select(g => $"{g.Instance} {string.Join(',', g.Works)} {string.Join(',', g.Ids)}"));
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_cancel_reaches_a_work_that_waits_for_another_instance_and_leaves_no_one_behind(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold("first");
        await stage.StartAsync("other", Given.Work("first"));
        await StartWaiterAsync(stage);
        await stage.SendAsync("graph", Given.Cancel(0));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync());
        await stage.ReleaseAsync("first");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync("other"));
        Assert.Equal([WorkState.Cancelled], await stage.StatesAsync());
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_subscriber_is_remembered_when_the_other_instance_continues_as_new(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.RunsOfOneExecution = 20;
        stage.Script.Play = run => run is { Work.Id: "first", Attempt: < 25 } ? new RunOutcome { Attempt = run.Attempt, End = RunEnd.AskedForRetry } : Given.Succeeds(run);
        await stage.StartAsync("other", Given.Work("first") with { MaxBackoff = TimeSpan.FromSeconds(30) });
        await StartWaiterAsync(stage);
        await stage.AdvanceAsync(TimeSpan.FromSeconds(30 * 24));
        Assert.Equal([20], stage.Renewals.Keys);
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
        Assert.InRange(stage.Reads, 1, 2);
    }

    [Theory]
    [InBothReplayModes]
    public async Task What_was_removed_before_it_could_be_asked_fails_who_waits_for_it(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await StartWaiterAsync(stage);
        await stage.AdvanceAsync(TimeSpan.FromMinutes(16));
        Assert.Equal([WorkState.Blocked], await stage.StatesAsync());
        await stage.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal([WorkState.Failed], await stage.StatesAsync());
        Assert.Equal(Elsewhere.MostMisses, stage.Reads);
    }

    [Theory]
    [InBothReplayModes]
    public async Task What_is_started_late_is_waited_for(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await StartWaiterAsync(stage);
        await stage.AdvanceAsync(TimeSpan.FromMinutes(10));
        await stage.StartAsync("other", Given.Work("first"));
        await stage.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
    }

    private static GraphInput Waiter() =>
        new() { ChainId = "graph", EnqueuedAt = Given.Start, Works = [Given.Work("second", "first")], Prerequisites = [new Prerequisite("first", "other", 0)] };

    private static Task<string> StartWaiterAsync(Stage stage) => stage.StartAsync("graph", Waiter());
}
