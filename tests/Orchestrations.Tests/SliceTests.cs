using System.Text.Json;
using Work.Model;

namespace Orchestrations.Tests;

/// <summary>A work that goes on from checkpoint to checkpoint.</summary>
public sealed class SliceTests
{
    [Theory]
    [InBothReplayModes]
    public async Task Its_instance_continues_as_new_again_and_again_in_the_midst_of_the_attempt(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.RunsOfOneExecution = 20;
        stage.Script.Play = run => run.Slice < 199 ? Continues(run) : Given.Succeeds(run);
        await stage.StartAsync(Given.Work("a"));
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
        Assert.Equal(Enumerable.Range(0, 200), stage.Script.Deliveries.Select(delivery => delivery.Run.Slice));
        Assert.All(stage.Script.Deliveries, delivery => Assert.Equal(1, delivery.Run.Attempt));
        Assert.Equal([20, 40, 60, 80, 100, 120, 140, 160, 180], stage.SlicesAtRenewals.Keys.Order());
    }

    [Theory]
    [InBothReplayModes]
    public async Task Two_in_one_instance_wait_for_each_other_when_it_continues_as_new(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.RunsOfOneExecution = 20;
        stage.Script.Play = run => run.Slice < 99 ? Continues(run) : Given.Succeeds(run);
        await stage.StartAsync(Given.Work("a"), Given.Work("b"));
        Assert.Equal([WorkState.Succeeded, WorkState.Succeeded], await stage.StatesAsync());
        Assert.Equal(200, stage.Script.Deliveries.Count);
        Assert.InRange(stage.SlicesAtRenewals.Count, 5, 10);
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_crash_loses_one_slice_at_most_also_where_the_instance_continued_as_new(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.RunsOfOneExecution = 5;
        stage.Script.Play = run =>
        {
            int done = run.Checkpoint?.Inline?.GetInt32() ?? 0;
            return done < 20 ? Continues(run) : Given.Succeeds(run);
        };
        stage.Script.Hold("a");
        await stage.StartAsync(Given.Work("a"));
        for (int i = 0; i < 7; i++)
        {
            stage.Script.ReleaseAndHold("a", stage.Busy);
            await stage.IdleAsync();
        }

        await stage.CrashAsync();
        stage.Script.HoldNothing();
        await stage.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
        var done = stage.Script.Deliveries.Where(delivery => delivery.Redeliveries == 0).Select(delivery => delivery.Run.Checkpoint?.Inline?.GetInt32() ?? 0);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 7, .. Enumerable.Range(8, 13)], done);
    }

    private static RunOutcome Continues(RunRequest run) => new()
    {
        Attempt = run.Attempt,
        End = RunEnd.Continued,
        Checkpoint = new Payload { Inline = JsonSerializer.SerializeToElement((run.Checkpoint?.Inline?.GetInt32() ?? 0) + 1) },
    };
}
