using Work.Model;

namespace Model.Tests.Graphs;

public sealed class PruneRulesTests
{
    private static readonly GraphPlan Chain = Given.Plan(Given.Spec("0"), Given.Spec("1", "0"), Given.Spec("2", "1"));

    [Fact]
    public void Of_a_chain_whose_last_work_waits_the_first_goes_and_the_middle_stays() =>
        Assert.Equal([0], PruneRules.Prunable(Chain, [Old(), Old(), Given.Enqueued()], _ => false, Given.Now));

    [Fact]
    public void Of_a_finished_chain_all_go() =>
        Assert.Equal([0, 1, 2], PruneRules.Prunable(Chain, [Old(), Old(), Old()], _ => false, Given.Now));

    [Fact]
    public void What_others_need_and_what_was_pruned_already_stays() =>
        Assert.Equal([0], PruneRules.Prunable(Chain, [Old(), Old() with { Pruned = true }, Old()], id => id == "2", Given.Now));

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(60, 59, false)]
    [InlineData(60, 60, true)]
    public void Results_are_kept_from_the_finish_on(int keep, int passed, bool goes)
    {
        var plan = Given.Plan(Given.Spec("a") with { KeepResultsFor = TimeSpan.FromSeconds(keep) });
        var record = Given.Ended(WorkState.Failed) with { FinishedAt = Given.Now, EnqueuedAt = Given.Now.AddDays(-9) };
        Assert.Equal(goes, PruneRules.Prunable(plan, [record], _ => false, Given.Now.AddSeconds(passed)).Count == 1);
        Assert.Equal([0], PruneRules.Prunable(plan, [record], _ => false, null));
    }

    [Fact]
    public void What_is_kept_for_ever_never_grows_old() =>
        Assert.False(PruneRules.IsOld(Given.Spec("a") with { KeepResultsFor = TimeSpan.MaxValue }, Given.Ended(WorkState.Succeeded), Given.Now));

    [Fact]
    public void A_message_prunes_only_what_has_finished_and_nothing_open_hangs_on()
    {
        var state = new GraphState { Works = [Old() with { Output = new Payload(), Error = Given.Bad, Attempts = [new Attempt()] }, Old(), Given.Running()] };
        var pruned = Graph.Apply(Chain, state, new GraphEvent.PruneAsked([-1, 0, 1, 2, 3]), Given.Now);
        Assert.Equal([true, false, false], pruned.Works.Select(work => work.Pruned));
        Assert.Equal((WorkState.Succeeded, null, null, null), (pruned.Works[0].State, pruned.Works[0].Output, pruned.Works[0].Error, pruned.Works[0].Attempts));
    }

    [Fact]
    public void A_mark_is_shown_in_the_leanest_status_and_a_ledger_does_not_bring_back_what_was_pruned()
    {
        var pruned = Graph.Apply(Given.Plan(Given.Spec("a")), new GraphState { Works = [Old() with { InFlight = true, Generation = int.MaxValue }] }, new GraphEvent.PruneAsked([0]), Given.Now).Works[0];
        var status = GraphStatus.Of(new GraphState { Works = [.. Enumerable.Repeat(pruned, 63), Old() with { Progress = Given.Json($"\"{new string('x', 9_000)}\"") }] });
        Assert.True(status.Trimmed);
        Assert.InRange(JsonText.Of(status).Length, 1, 8_192);
        Assert.True(status.Works[0].Pruned);
        var page = new GraphState { Works = [Old() with { Output = new Payload() }] };
        Assert.Null(GraphStatus.WithDetails(new GraphState { Works = [pruned] }, page).Works[0].Output);
    }

    private static WorkRecord Old() => Given.Ended(WorkState.Succeeded) with { FinishedAt = Given.Now.AddDays(-2) };
}
