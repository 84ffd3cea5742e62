using Model.Tests.Graphs;
using Work.Model;

namespace Model.Tests.Remote;

public sealed class RemoteRulesTests
{
    private static readonly WorkSpec Spec = Given.Spec("a") with { IsExternal = true, Timeout = TimeSpan.FromMinutes(10) };

    [Fact]
    public void Only_a_due_external_work_that_is_not_out_is_wanted_in_the_pool()
    {
        Assert.NotNull(Wanted(Given.Enqueued()));
        Assert.Null(Wanted(Given.Enqueued(Given.Now.AddSeconds(1))));
        Assert.Null(Wanted(Given.Enqueued() with { InFlight = true }));
        Assert.Null(Wanted(Given.Running()));
        Assert.Null(Wanted(Given.Ended(WorkState.Cancelled)));
        Assert.Null(PoolOffer.WantedEntry("i", 0, Given.Spec("a"), Given.Enqueued(), Given.Now));
    }

    [Fact]
    public void Entries_stand_by_priority_and_then_by_due_time()
    {
        var offer = new PoolOffer("w", "i", 0);
        string[] byTurn =
        [
            offer.EntryOf(100, Given.Now.AddYears(1)), offer.EntryOf(1, Given.Now), offer.EntryOf(0, Given.Now.AddYears(-10)), offer.EntryOf(0, Given.Now), offer.EntryOf(-100, Given.Now.AddYears(-50)),
        ];
        Assert.Equal(byTurn, byTurn.Order(StringComparer.Ordinal));
        Assert.All(byTurn, entry => Assert.StartsWith(PoolOffer.EntriesOf("w"), entry, StringComparison.Ordinal));
        Assert.Equal(byTurn.Length, byTurn.Append(new PoolOffer("w", "i", 1).EntryOf(100, Given.Now)).Distinct().Count() - 1);
    }

    [Fact]
    public void A_lease_is_taken_once_and_counts_the_attempt()
    {
        WorkRecord leased = RemoteRules.Leased(Spec, Offered(), Lease("one"), Given.Now);
        Assert.Equal((WorkState.Running, 1, false, "one", Given.Now.AddMinutes(1)), (leased.State, leased.RunAttemptCount, leased.InFlight, leased.Remote?.Lease, leased.Remote?.Until));
        Assert.Same(leased, RemoteRules.Leased(Spec, leased, Lease("two"), Given.Now));
        WorkRecord notOffered = Given.Enqueued();
        Assert.Same(notOffered, RemoteRules.Leased(Spec, notOffered, Lease("one"), Given.Now));
    }

    [Fact]
    public void A_lease_never_reaches_beyond_the_timeout_of_its_run()
    {
        WorkRecord leased = RemoteRules.Leased(Spec, Offered(), Lease("one") with { For = TimeSpan.FromHours(1) }, Given.Now);
        Assert.Equal(Given.Now.AddMinutes(10), leased.Remote?.Until);
        WorkRecord renewed = RemoteRules.Renewed(Spec, leased, new GraphEvent.Renewed(0, 1, 0, TimeSpan.FromMinutes(6), Given.Json("{}")), Given.Now.AddMinutes(5));
        Assert.Equal((Given.Now.AddMinutes(10), Given.Now.AddMinutes(5), "{}"), (renewed.Remote?.Until, renewed.LastHeartbeatAt, renewed.Progress?.GetRawText()));
    }

    [Fact]
    public void A_lease_that_ran_out_is_a_lost_run_and_a_run_that_took_too_long_is_stopped()
    {
        WorkRecord leased = RemoteRules.Leased(Spec, Offered(), Lease("one"), Given.Now);
        Assert.Same(leased, RemoteRules.Expired(Spec, leased, Given.Now.AddSeconds(59)));
        WorkRecord lost = RemoteRules.Expired(Spec, leased, Given.Now.AddMinutes(1));
        Assert.Equal((WorkState.Enqueued, StopReason.Unknown, 1), (lost.State, lost.StopReason, lost.FailedAttempts));
        WorkRecord elsewhere = RemoteRules.GoesOn(Spec, Given.Running() with { InFlight = false });
        WorkRecord late = RemoteRules.Expired(Spec, elsewhere, elsewhere.Remote!.Until!.Value);
        Assert.Equal((WorkState.Enqueued, StopReason.Timeout, 0), (late.State, late.StopReason, late.FailedAttempts));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void Only_the_current_attempt_ends_a_run(int attempt, int period)
    {
        WorkRecord running = Given.Running() with { InFlight = false, Remote = new RemoteRun() };
        var outcome = new RunOutcome { Attempt = attempt, Period = period, End = RunEnd.Succeeded };
        Assert.Same(running, RemoteRules.Ended(Spec, running, outcome, Given.Now));
        Assert.Equal(WorkState.Succeeded, RemoteRules.Ended(Spec, running, outcome with { Attempt = 1, Period = 0 }, Given.Now).State);
    }

    [Fact]
    public void A_result_that_comes_before_the_answer_counts_and_the_answer_then_changes_nothing()
    {
        WorkRecord early = RemoteRules.Ended(Spec, Given.Running(), new RunOutcome { Attempt = 1, End = RunEnd.AskedForRetry }, Given.Now);
        Assert.Equal((WorkState.Enqueued, true), (early.State, early.InFlight));
        WorkRecord back = RunRules.Ended(Spec, early, new RunOutcome { Attempt = 1, End = RunEnd.GoesOn }, Given.Now);
        Assert.Equal((WorkState.Enqueued, false, null), (back.State, back.InFlight, back.Remote));
    }

    [Fact]
    public void What_waits_outside_wakes_the_graph_when_its_time_is_over_and_an_offer_does_not()
    {
        GraphPlan plan = Given.Plan(Spec);
        WorkRecord leased = RemoteRules.Leased(Spec, Offered(), Lease("one"), Given.Now);
        Assert.Equal(Given.Now.AddMinutes(1), Graph.NextWake(plan, Given.State(leased)));
        Assert.Null(Graph.NextWake(plan, Given.State(Offered())));
    }

    private static string? Wanted(WorkRecord record) => PoolOffer.WantedEntry("i", 0, Spec, record, Given.Now);

    private static WorkRecord Offered() => Given.Enqueued() with { Remote = new RemoteRun { Offer = "entry" } };

    private static GraphEvent.Leased Lease(string drawn) => new(0, drawn, TimeSpan.FromMinutes(1));
}
