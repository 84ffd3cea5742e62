using Work.Model;

namespace Model.Tests.Conditions;

public sealed class ScopeRulesTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Work.Model.Constraints Charged = new() { Charging = true };
    private static readonly GateTicket Ticket = new("graph", 0, 0);

    private ScopeState state = new();
    private DateTimeOffset now = Now;

    [Fact]
    public void Exactly_those_are_told_whose_answer_has_changed()
    {
        Ask(Ticket, Charged);
        Ask(Ticket with { Index = 1 }, new Work.Model.Constraints { BatteryNotLow = true });
        Ask(Ticket with { Index = 2 }, Charged);
        Assert.Equal([0, 2], Report(false).Select(told => told.Ticket.Index));
        Assert.Empty(Report(false));
        Assert.Equal([0, 2], Report(true).Select(told => told.Ticket.Index));
    }

    [Fact]
    public void Answers_are_numbered_upwards_and_a_return_carries_the_loss_that_it_ends()
    {
        GateAnswer first = Ask(Ticket, Charged);
        GateAnswer lost = Assert.Single(Report(false)).Answer;
        GateAnswer back = Assert.Single(Report(true)).Answer;
        Assert.True(first.Number < lost.Number && lost.Number < back.Number);
        Assert.Equal((GateVerdict.Open, lost.Number, StopReason.ConstraintCharging), (back.Verdict, back.HeldNumber, back.Reason));
    }

    [Fact]
    public void The_first_returns_are_told_at_once_and_after_that_only_a_steady_one()
    {
        Ask(Ticket, Charged);
        for (int loss = 0; loss <= ScopeRules.QuickReturns; loss++)
        {
            Assert.Single(Report(false));
            Assert.Equal(loss < ScopeRules.QuickReturns ? 1 : 0, Report(true).Count);
        }

        Assert.Equal(Now + ScopeRules.SteadyFor, state.WakeAt);
        now += TimeSpan.FromSeconds(0.5);
        Assert.Empty(Report(false));
        Assert.Empty(Report(true));
        Assert.Empty(Wake(Now.AddSeconds(1)).Tell);
        Assert.Equal(Now.AddSeconds(1.5), state.WakeAt);
        Assert.Equal(GateVerdict.Open, Assert.Single(Wake(Now.AddSeconds(1.5)).Tell).Answer.Verdict);
        Assert.Null(state.WakeAt);
    }

    [Fact]
    public void A_thousand_losses_in_a_second_are_told_a_few_times_also_when_the_watcher_leaves_and_asks_again()
    {
        Ask(Ticket, Charged);
        int told = 0;
        int wakes = 0;
        int pass = 0;
        for (int flap = 0; flap < 1_000; flap++)
        {
            now += TimeSpan.FromMilliseconds(1);
            (state, IReadOnlyList<GateTelling> tell, DateTimeOffset? wake) = ScopeRules.Report(state, ReportOf(flap % 2 == 1), now);
            told += tell.Count;
            wakes += wake is null ? 0 : 1;
            if (flap % 2 == 0 && tell.Count > 0)
            {
                state = ScopeRules.Leave(state, Ticket with { Pass = pass }, now);
                Ask(Ticket with { Pass = ++pass }, Charged);
            }
        }

        Assert.InRange(told, 1, 2 * (ScopeRules.QuickReturns + 1));
        Assert.InRange(wakes, 1, 2);
    }

    [Fact]
    public void Losses_that_lie_apart_are_each_followed_at_once()
    {
        Ask(Ticket, Charged);
        for (int loss = 0; loss < 10; loss++)
        {
            now += TimeSpan.FromSeconds(1);
            Assert.Single(Report(false));
            Assert.Single(Report(true));
        }
    }

    [Fact]
    public void Asking_twice_and_leaving_twice_is_asking_and_leaving_once()
    {
        Ask(Ticket, Charged);
        Ask(Ticket, Charged);
        Assert.Single(Assert.Single(state.Groups).Watchers);
        state = ScopeRules.Leave(ScopeRules.Leave(state, Ticket, now), Ticket, now);
        Assert.Empty(state.Groups);
    }

    [Fact]
    public void A_late_leave_does_not_strike_who_asks_again()
    {
        Ask(Ticket with { Pass = 1 }, Charged);
        state = ScopeRules.Leave(state, Ticket, now);
        Assert.Single(Report(false));
    }

    [Fact]
    public void A_window_wakes_the_scope_at_its_end_once_for_all_who_watch_it()
    {
        var night = new Work.Model.Constraints { Window = new TimeWindow(new TimeOnly(11, 0), new TimeOnly(13, 0), "UTC") };
        Assert.Equal(GateVerdict.Open, Ask(Ticket, night).Verdict);
        Ask(Ticket with { Index = 1 }, night);
        Assert.Equal(Now.AddHours(1), state.WakeAt);
        ScopeStep closed = Wake(Now.AddHours(1));
        Assert.All(closed.Tell, told => Assert.Equal((GateVerdict.Held, StopReason.ConstraintWindow, Now.AddHours(23)), (told.Answer.Verdict, told.Answer.Reason, told.Answer.Until)));
        Assert.Equal((2, Now.AddHours(23)), (closed.Tell.Count, closed.Wake));
        Assert.Empty(ScopeRules.Wake(state, Now.AddHours(1), now).Tell);
    }

    [Fact]
    public void All_that_holds_a_work_is_named_and_so_is_a_return_that_is_not_steady_yet()
    {
        Work.Model.Constraints both = Charged with { Conditions = ["open"] };
        Assert.Equal(["open"], ScopeRules.UnmetOf(state, both, now).Select(unmet => unmet.Name));
        Ask(Ticket, Charged);
        for (int loss = 0; loss <= ScopeRules.QuickReturns; loss++)
        {
            Report(false);
            Assert.Equal(["charging", "open"], ScopeRules.UnmetOf(state, both, now).Select(unmet => unmet.Name));
            Report(true);
        }

        Assert.Equal([new Unmet("charging", StopReason.ConstraintCharging, Now + ScopeRules.SteadyFor)], ScopeRules.UnmetOf(state, Charged, now));
    }

    private GateAnswer Ask(GateTicket ticket, Work.Model.Constraints needs)
    {
        (ScopeStep step, GateAnswer answer) = ScopeRules.Ask(state, ticket, needs, now);
        state = step.State;
        return answer;
    }

    private IReadOnlyList<GateTelling> Report(bool charging)
    {
        (state, IReadOnlyList<GateTelling> tell, _) = ScopeRules.Report(state, ReportOf(charging), now);
        return tell;
    }

    private ScopeStep Wake(DateTimeOffset at)
    {
        now = at;
        ScopeStep step = ScopeRules.Wake(state, at, at);
        state = step.State;
        return step;
    }

    private static ConditionReport ReportOf(bool charging) => new("token", [new ConditionChange(ConditionKind.Charging, charging)]);
}
