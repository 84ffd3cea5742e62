using Work.Model;

namespace Model.Tests.Conditions;

public sealed class ContentRulesTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("files://a", false, "files://a", true)]
    [InlineData("files://a", false, "files://a/b", false)]
    [InlineData("files://a", true, "files://a", true)]
    [InlineData("files://a", true, "files://a/b/c", true)]
    [InlineData("files://a/", true, "files://a/b", true)]
    [InlineData("files://a", true, "files://ab", false)]
    [InlineData("files://a/b", true, "files://a", false)]
    [InlineData("files://a", true, "FILES://a/b", false)]
    public void A_change_concerns_the_same_content_and_what_lies_below_if_that_is_wanted(string trigger, bool descendants, string changed, bool concerns) =>
        Assert.Equal(concerns, ContentRules.Concerns(new ContentTrigger(trigger, descendants), changed));

    // Seconds of changes; update delay 10 s, longest delay 25 s.
    [Theory]
    [InlineData("0", 10)]
    [InlineData("0 9", 19)]
    [InlineData("0 9 18", 25)]
    [InlineData("3 12 21 26", 28)]
    public void It_is_due_after_the_quiet_time_and_at_the_latest_after_the_longest_delay(string changes, double due)
    {
        (ContentState state, _) = ContentRules.Ask(new ContentState(), new GateTicket("g", 0, 0), new() { ContentTriggers = [new("a", false)], TriggerUpdateDelay = TimeSpan.FromSeconds(10), TriggerMaxDelay = TimeSpan.FromSeconds(25) });
        foreach (string change in changes.Split(' '))
        {
            state = ContentRules.Changed(state, "a", Now.AddSeconds(int.Parse(change, null))).State;
        }

        Assert.Equal(Now.AddSeconds(due), state.Watchers[0].DueAt);
    }

    [Fact]
    public void A_storm_of_changes_costs_a_wake_up_and_not_one_for_each()
    {
        (ContentState state, _) = ContentRules.Ask(new ContentState(), new GateTicket("g", 0, 0), new() { ContentTriggers = [new("a", false)], TriggerUpdateDelay = TimeSpan.FromSeconds(10), TriggerMaxDelay = TimeSpan.FromMinutes(2) });
        int wakes = 0;
        for (int change = 0; change < 1_000; change++)
        {
            ContentStep step = ContentRules.Changed(state, "a", Now.AddMilliseconds(change));
            state = step.State;
            wakes += step.Wake is null ? 0 : 1;
        }

        Assert.Equal(1, wakes);
        ContentStep woken = ContentRules.Wake(state, Now.AddSeconds(10), Now.AddSeconds(10));
        Assert.Empty(woken.Tell);
        Assert.Equal(Now.AddSeconds(10.999), woken.Wake);
        Assert.Equal(["a"], Assert.Single(ContentRules.Wake(woken.State, Now.AddSeconds(10.999), Now.AddSeconds(10.999)).Tell).Answer.Uris);
    }

    [Fact]
    public void A_claim_is_let_in_as_a_whole_or_not_and_decided_once()
    {
        ContentState state = ContentRules.Admit(new ContentState(), new ContentAdmission("c1", ["a", "b"], 3, []), Now);
        state = ContentRules.Admit(state, new ContentAdmission("c2", ["c", "d"], 3, []), Now);
        state = ContentRules.Admit(state, new ContentAdmission("c1", ["a", "b"], 3, []), Now);
        Assert.Equal([("c2", false), ("c1", true)], state.Decisions.Select(decision => (decision.Claim, decision.IsAdmitted)));
        Assert.Equal(["a", "b"], state.Admitted.Select(work => work.Id));
        Assert.True(ContentRules.Admit(state, new ContentAdmission("c2", ["c", "d"], 3, ["a"]), Now).Decisions[^1].IsAdmitted);
    }
}
