using Work.Model;

namespace Orchestrations.Tests;

/// <summary>What a status cannot hold is kept beside it.</summary>
public sealed class LedgerTests
{
    [Theory]
    [InBothReplayModes]
    public async Task A_small_graph_saves_nothing(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Play = run => Given.Ends(run, RunEnd.AskedForRetry);
        await stage.StartAsync(Given.Work("a"));
        await stage.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Empty(stage.Ledgers);
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_graph_with_much_to_tell_keeps_all_of_it_readable(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Play = Talkative;
        await stage.StartAsync([.. Enumerable.Range(0, 30).Select(i => Given.Work($"{i}"))]);
        await stage.AdvanceAsync(TimeSpan.FromMinutes(1));
        var status = await stage.StateAsync();
        Assert.True(status.Trimmed);
        Assert.All(status.Works, work => Assert.Equal((WorkState.Enqueued, null), (work.State, work.Attempts)));
        Assert.All(GraphStatus.WithDetails(status, stage.Ledgers["graph"].State).Works, work => Assert.Equal(2, work.Attempts!.Count));
        Assert.All(stage.Ledgers["graph"].State.Works, work => Assert.Equal(500, work.Error!.Message.Length));
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_save_that_fails_holds_nothing_up(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.BeforeSave = () => throw new IOException("full");
        stage.Script.Play = run => run.Attempt < 3 ? Talkative(run) : Given.Succeeds(run);
        await stage.StartAsync([.. Enumerable.Range(0, 30).Select(i => Given.Work($"{i}"))]);
        await stage.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.All(await stage.StatesAsync(), state => Assert.Equal(WorkState.Succeeded, state));
        Assert.Empty(stage.Ledgers);
    }

    private static RunOutcome Talkative(RunRequest run) =>
        new() { Attempt = run.Attempt, End = RunEnd.AskedForRetry, Error = new WorkError("Bad", new string('x', 500)) };
}
