using Microsoft.DurableTask.Client;
using Work.Model;
using Work.Orchestrations;

namespace Orchestrations.Tests;

/// <summary>An instance continues as new after 200 runs, and nobody sees a difference.</summary>
public sealed class RenewalTests
{
    private static readonly TimeSpan Backoff = TimeSpan.FromSeconds(30);
    private static readonly WorkSpec Endless = Given.Work("a") with { MaxBackoff = Backoff };

    [Theory]
    [InBothReplayModes]
    public async Task The_state_goes_on_from_where_it_was(ReplayMode mode)
    {
        await using var stage = await Stage.OpenAsync(mode);
        stage.Script.Play = run => run is { Work.Id: "a", Attempt: < 210 } ? Retries(run) : Given.Succeeds(run);
        await stage.StartAsync(Endless, Given.Work("b", "a"));
        await stage.AdvanceAsync(Backoff * 209);
        Assert.Equal([200], stage.Renewals.Keys.Order());
        Assert.Equal([.. Enumerable.Range(1, 210).Select(i => $"a#{i}"), "b#1"], stage.Script.Runs);
        Assert.Equal(Enumerable.Range(0, 210).Select(i => i * 30.0), stage.Script.Seconds("a"));
        Assert.Equal([WorkState.Succeeded, WorkState.Succeeded], await stage.StatesAsync());
    }

    [Theory]
    [InBothReplayModes]
    public async Task The_works_of_a_document_are_loaded_again(ReplayMode mode)
    {
        await using var stage = await OpenAsync(mode);
        stage.Documents["works"] = [Endless];
        stage.Script.Play = run => run.Attempt < 21 ? Retries(run) : Given.Succeeds(run);
        await stage.StartAsync("graph", new GraphInput { ChainId = "graph", EnqueuedAt = Given.Start, Document = "works" });
        await stage.AdvanceAsync(Backoff * 20);
        Assert.Equal([20], stage.Renewals.Keys);
        Assert.Equal([WorkState.Succeeded], await stage.StatesAsync());
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_run_that_is_out_is_waited_for(ReplayMode mode)
    {
        await using var stage = await OpenAsync(mode);
        stage.Script.Hold("b");
        stage.Script.Play = run => run.Work.Id == "a" && run.Attempt < 30 ? Retries(run) : Given.Succeeds(run);
        await stage.StartAsync(Endless, Given.Work("b"));
        await stage.AdvanceAsync(Backoff * 25);
        Assert.Empty(stage.Renewals);
        await stage.ReleaseAsync("b");
        Assert.Equal([26], stage.Renewals.Keys);
        await stage.AdvanceAsync(Backoff * 10);
        Assert.Equal([WorkState.Succeeded, WorkState.Succeeded], await stage.StatesAsync());
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_cancel_that_arrives_together_with_the_last_result_is_not_lost(ReplayMode mode)
    {
        await using var stage = await OpenAsync(mode);
        stage.Script.Play = run => Retries(run);
        await stage.StartAsync(Endless, Given.Work("b", "a"));
        await stage.AdvanceAsync(Backoff * 18);
        stage.Script.Hold("a");
        await stage.AdvanceAsync(Backoff);

        // Suspended, the instance takes both at once, the result first.
        await stage.Client.SuspendInstanceAsync("graph", "test", Stage.Patience);
        await stage.ReleaseAsync("a");
        await stage.SendAsync("graph", new GraphMessage { Report = new GraphEvent.Reported(1, 0, null) });
        await stage.SendAsync("graph", Given.Cancel(0));
        await stage.Client.ResumeInstanceAsync("graph", "test", Stage.Patience);
        await stage.IdleAsync();
        Assert.Equal([WorkState.Cancelled, WorkState.Cancelled], await stage.StatesAsync());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await stage.StatusAsync());
    }

    [Theory]
    [InBothReplayModes]
    public async Task A_graph_whose_details_are_in_the_ledger_continues_as_new_too(ReplayMode mode)
    {
        await using var stage = await OpenAsync(mode);
        var error = new WorkError("Bad", new string('x', 60));
        stage.Script.Play = run => new RunOutcome { Attempt = run.Attempt, End = RunEnd.AskedForRetry, Error = error };
        await stage.StartAsync(Endless);
        await stage.AdvanceAsync(Backoff * 110);
        Assert.True((await stage.StateAsync()).Trimmed);
        Assert.Equal([20, 40, 60, 80, 100], stage.Renewals.Keys.Order());
    }

    // The rule does not depend on the number, and with a smaller one replays are shorter.
    private static async Task<Stage> OpenAsync(ReplayMode mode)
    {
        var stage = await Stage.OpenAsync(mode);
        stage.RunsOfOneExecution = 20;
        return stage;
    }

    // Without an error, so that the status can hold all that there is to tell.
    private static RunOutcome Retries(RunRequest run) => new() { Attempt = run.Attempt, End = RunEnd.AskedForRetry };
}
