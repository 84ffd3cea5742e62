using Work.Model;

namespace Orchestrations.Tests;

public sealed class ChainTests
{
    [Theory]
    [InBothReplayModes]
    public async Task A_chain_runs_in_order_each_with_the_output_of_the_one_before(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        await stage.StartAsync([.. Enumerable.Range(0, 5).Select(i => i == 0 ? Given.Work("0") : Given.Work($"{i}", $"{i - 1}"))]);
        Assert.Equal(["0#1", "1#1", "2#1", "3#1", "4#1"], stage.Script.Runs);
        Assert.Equal(["", "0", "1", "2", "3"], stage.Script.Deliveries.Select(delivery => Froms(delivery.Run)));
        Assert.All(await stage.StatesAsync(), state => Assert.Equal(WorkState.Succeeded, state));
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_fan_out_runs_at_once_and_the_join_waits_for_all_with_their_outputs_in_order(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        string[] branches = [.. Enumerable.Range(0, 20).Select(i => $"b{i}")];
        stage.Script.Hold("b7");
        await stage.StartAsync([Given.Work("head"), .. branches.Select(id => Given.Work(id, "head")), Given.Work("join", [.. branches.Reverse()])]);
        Assert.Equal(branches, stage.Script.Deliveries.Skip(1).Select(delivery => delivery.Run.Work.Id).OrderBy(id => int.Parse(id[1..], null)));
        await stage.ReleaseAsync("b7");
        Assert.Equal(string.Join(',', branches.Reverse()), Froms(stage.Script.Deliveries.Last().Run));
        Assert.Equal(22, stage.Script.Runs.Distinct().Count());
        Assert.All(await stage.StatesAsync(), state => Assert.Equal(WorkState.Succeeded, state));
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_failure_ends_what_hangs_on_it_and_the_rest_goes_on(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Play = run => run.Work.Id == "bad" ? Given.Ends(run, RunEnd.Failed) : Given.Succeeds(run);
        await stage.StartAsync(Given.Work("head"), Given.Work("bad", "head"), Given.Work("good", "head"), Given.Work("join", "bad", "good"), Given.Work("after", "good"));
        Assert.Equal([WorkState.Succeeded, WorkState.Failed, WorkState.Succeeded, WorkState.Failed, WorkState.Succeeded], await stage.StatesAsync());
        Assert.DoesNotContain("join#1", stage.Script.Runs);
    }

    [Theory]
    [InBothReplayModes]
    public async Task Dependents_wait_while_a_work_backs_off_and_their_delay_counts_from_then(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Play = run => run is { Attempt: 1, Work.Id: "a" } ? Given.Ends(run, RunEnd.Threw) : Given.Succeeds(run);
        await stage.StartAsync(Given.Work("a"), Given.Work("b", "a").Delayed(TimeSpan.FromSeconds(5)));
        Assert.Equal([WorkState.Enqueued, WorkState.Blocked], await stage.StatesAsync());
        await stage.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([0, 30], stage.Script.Seconds("a"));
        Assert.Equal([35], stage.Script.Seconds("b"));
    }

    private static string Froms(RunRequest run) => string.Join(',', (run.Inputs ?? []).Select(input => input?.Inline?.GetProperty("from").GetString()));
}
