using Microsoft.DurableTask.Client;
using Work.Model;

namespace Orchestrations.Tests;

/// <summary>A continuation of 130 works in three shards: a head, 128 branches after it, and a join of all.</summary>
public sealed class ShardTests
{
    private static readonly string Chain = WorkIds.NewGraphId(Given.Start, [1, 2, 3, 4, 5, 6, 7, 8]);

    [Theory]
    [InBothReplayModes]
    public async Task A_join_of_128_works_waits_for_all_shards(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold(Id(1));
        await StartAsync(stage);
        Assert.Equal(129, stage.Script.Runs.Count());
        Assert.Equal([WorkState.Succeeded, WorkState.Blocked], await stage.StatesAsync($"{Chain}:2"));
        await stage.ReleaseAsync(Id(1));
        await stage.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal($"{Id(129)}#1", stage.Script.Runs.Last());
        Assert.Equal(130, stage.Script.Runs.Distinct().Count());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync(Chain));
        Assert.Equal(128, stage.Script.Deliveries.Last().Run.Inputs!.Count + stage.Script.Deliveries.Last().Run.Elsewhere!.Sum(group => group.Works.Count));
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_failure_in_the_first_shard_ends_the_join_in_the_last_while_the_others_run(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold(Id(100));
        stage.Script.Play = run => run.Work.Id == Id(1) ? Given.Ends(run, RunEnd.Failed) : Given.Succeeds(run);
        await StartAsync(stage);
        Assert.Equal([WorkState.Succeeded, WorkState.Failed], await stage.StatesAsync($"{Chain}:2"));
        Assert.Equal(OrchestrationRuntimeStatus.Running, await stage.StatusAsync(Chain));
        await stage.ReleaseAsync(Id(100));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync(Chain));
        Assert.DoesNotContain($"{Id(129)}#1", stage.Script.Runs);
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_crash_in_the_middle_runs_nothing_twice_but_what_was_out(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Hold(Id(70));
        await StartAsync(stage);
        await stage.CrashAsync();
        Assert.Equal([$"{Id(70)}#1"], stage.Script.Deliveries.Where(delivery => delivery.Redeliveries > 0).Select(delivery => $"{delivery.Run.Work.Id}#{delivery.Run.Attempt}"));
        stage.Script.HoldNothing();
        await stage.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync(Chain));
        Assert.Equal([WorkState.Succeeded, WorkState.Succeeded], await stage.StatesAsync($"{Chain}:2"));
        Assert.Equal(131, stage.Script.Runs.Distinct().Count());
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_store_that_is_out_of_reach_for_a_while_delays_the_works_and_no_more(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        int loads = 0;
        stage.BeforeLoad = () => _ = Interlocked.Increment(ref loads) <= 6 ? throw new IOException("unreachable") : 0;
        await StartAsync(stage);
        await stage.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync(Chain));
        Assert.Equal(130, stage.Script.Runs.Count());
    }

    [Theory]
    [InBothReplayModes]
    public async Task Works_whose_document_is_gone_do_not_come_back(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.BeforeLoad = () => throw new FileNotFoundException("gone");
        await StartAsync(stage);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, await stage.StatusAsync(Chain));
    }

    private static string Id(int position) => WorkIds.NodeId(Chain, 130, position);

    private static async Task StartAsync(Stage stage)
    {
        string[] branches = [.. Enumerable.Range(1, 128).Select(Id)];
        stage.Documents["works"] = [Given.Work(Id(0)), .. branches.Select(id => Given.Work(id, Id(0))), Given.Work(Id(129), branches)];
        await stage.StartAsync(Chain, new GraphInput { ChainId = Chain, EnqueuedAt = Given.Start, Document = "works", Shards = 3 });

        // A shard that ended before another's subscription reached it is asked again.
        await stage.AdvanceAsync(TimeSpan.FromSeconds(10));
    }
}
