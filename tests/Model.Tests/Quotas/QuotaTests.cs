using Work.Model;

namespace Model.Tests.Quotas;

public sealed class QuotaTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ExpeditedQuota Two = new(2, TimeSpan.FromMinutes(10));

    [Fact]
    public void A_bucket_is_full_at_first_and_fills_one_by_one_up_to_what_it_holds()
    {
        var state = Taken(Taken(Taken(new QuotaState(), 1, Now), 2, Now), 3, Now);
        Assert.Equal((true, true, false), (state.Has(Ticket(1)), state.Has(Ticket(2)), state.Has(Ticket(3))));
        Assert.False(Taken(state, 3, Now.AddMinutes(9)).Has(Ticket(3)));
        var later = Taken(state, 3, Now.AddMinutes(15));
        Assert.True(later.Has(Ticket(3)));
        Assert.False(Taken(later, 4, Now.AddMinutes(19)).Has(Ticket(4)));
        Assert.True(Taken(later, 4, Now.AddMinutes(20)).Has(Ticket(4)));
    }

    [Fact]
    public void Asking_twice_takes_one_token_and_leaving_gives_none_back()
    {
        var state = Taken(Taken(new QuotaState(), 1, Now), 1, Now);
        Assert.Equal(1, state.Tokens);
        Assert.Equal((1, false), (state.Left(Ticket(1)).Tokens, state.Left(Ticket(1)).Has(Ticket(1))));
    }

    [Fact]
    public void A_clock_that_goes_back_changes_nothing() => Assert.Equal(1, Taken(Taken(new QuotaState(), 1, Now), 1, Now.AddDays(-1)).Tokens);

    [Fact]
    public void Runs_beside_each_other_use_the_budget_up_together()
    {
        var both = BudgetRules.Begin(Begun(1, Now).State, Ticket(2), Now.AddMinutes(20));
        Assert.Equal(Now.AddMinutes(40), both.Wake);
        Assert.Empty(both.Tell);
        var over = BudgetRules.Look(both.State, Now.AddMinutes(40));
        Assert.Equal([Ticket(1), Ticket(2)], over.Tell.Select(one => one.Ticket));
        Assert.All(over.Tell, one => Assert.Equal(StopReason.ForegroundServiceTimeout, one.Answer.Reason));
        Assert.Empty(BudgetRules.Look(over.State, Now.AddMinutes(41)).Tell);
    }

    [Fact]
    public void Who_waits_is_let_in_when_enough_of_the_past_is_a_day_old()
    {
        var left = BudgetRules.Leave(BudgetRules.Look(Begun(1, Now).State, Now.AddHours(1)).State, Ticket(1), Now.AddHours(1));
        var (asked, answer) = BudgetRules.Ask(left.State, Ticket(3), TimeSpan.FromHours(1), Now.AddHours(1));
        DateTimeOffset room = Now.AddDays(1).AddMinutes(10);
        Assert.Equal((GateVerdict.Held, room, room), (answer.Verdict, answer.Until, asked.Wake));
        Assert.Empty(BudgetRules.Look(asked.State, room.AddSeconds(-1)).Tell);
        Assert.Equal([Ticket(3)], BudgetRules.Look(asked.State, room).Tell.Select(one => one.Ticket));
        Assert.Equal(GateVerdict.Open, BudgetRules.Ask(asked.State, Ticket(4), TimeSpan.FromHours(1), room).Answer.Verdict);
    }

    [Fact]
    public void Use_over_many_days_is_kept_in_parts_of_a_day_only()
    {
        var state = new BudgetState { Budget = TimeSpan.FromHours(1) };
        for (int run = 0; run < 1_000; run++)
        {
            DateTimeOffset at = Now.AddMinutes(run * 30);
            state = BudgetRules.Leave(BudgetRules.Begin(state, Ticket(run), at).State, Ticket(run), at.AddSeconds(30)).State;
            Assert.InRange(state.Parts.Length, 1, 145);
        }
    }

    private static BudgetStep Begun(int index, DateTimeOffset at) =>
        BudgetRules.Begin(BudgetRules.Ask(new BudgetState(), Ticket(index), TimeSpan.FromHours(1), at).Step.State, Ticket(index), at);

    private static QuotaState Taken(QuotaState state, int index, DateTimeOffset at) => state.Asked(Ticket(index), Two, at);

    private static GateTicket Ticket(int index) => new("instance", index, 0);
}
