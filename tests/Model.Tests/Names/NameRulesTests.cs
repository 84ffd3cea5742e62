using System.Text.Json;
using Model.Tests.Graphs;
using Work.Model;

namespace Model.Tests.Names;

/// <summary>The owner of a unique name, purely: what it decides, what it remembers, and what it shows.</summary>
public sealed class NameRulesTests
{
    [Theory]
    [InlineData(ExistingWorkPolicy.Keep, NameOutcome.Kept, NameOutcome.Enqueued)]
    [InlineData(ExistingWorkPolicy.Replace, NameOutcome.Replaced, NameOutcome.Replaced)]
    [InlineData(ExistingWorkPolicy.Append, NameOutcome.Appended, NameOutcome.Appended)]
    [InlineData(ExistingWorkPolicy.AppendOrReplace, NameOutcome.Appended, NameOutcome.Appended)]
    public void A_policy_decides_over_unfinished_and_over_succeeded_work(ExistingWorkPolicy policy, NameOutcome unfinished, NameOutcome succeeded)
    {
        Assert.Equal(NameOutcome.Enqueued, NameRules.Decide(policy, exists: false, unfinished: false, []));
        Assert.Equal(unfinished, NameRules.Decide(policy, exists: true, unfinished: true, [Leaf(WorkState.Running)]));
        Assert.Equal(succeeded, NameRules.Told(policy, NameRules.Decide(policy, exists: true, unfinished: false, [Leaf(WorkState.Succeeded)])));
    }

    [Theory]
    [InlineData(WorkState.Failed)]
    [InlineData(WorkState.Cancelled)]
    public void One_dead_leaf_is_replaced_by_appendOrReplace_alone(WorkState dead)
    {
        Leaf[] leaves = [Leaf(WorkState.Running), Leaf(dead)];
        Assert.Equal(NameOutcome.Replaced, NameRules.Decide(ExistingWorkPolicy.AppendOrReplace, true, true, leaves));
        Assert.Equal(NameOutcome.Appended, NameRules.Decide(ExistingWorkPolicy.Append, true, true, leaves));
    }

    [Fact]
    public void The_leaves_at_the_start_are_those_that_nothing_waits_for_in_the_state_they_start_in()
    {
        GraphInput input = Input("g") with
        {
            Works = [Given.Spec("a"), Given.Spec("b", "a"), Given.Spec("c", "elsewhere"), Given.Spec("d", "dead")],
            Known = [KeyValuePair.Create("dead", WorkState.Failed)],
        };
        Assert.Equal(
            [("b", 1, WorkState.Blocked), ("c", 2, WorkState.Blocked), ("d", 3, WorkState.Failed)],
            NameRules.LeavesAtStart(input, "instance")!.Select(leaf => (leaf.Work.Id, leaf.Work.Index, leaf.State)));
        Assert.Null(NameRules.LeavesAtStart(input with { Document = "apart" }, "instance"));
    }

    [Fact]
    public void Unfinished_continuations_are_never_forgotten_and_finished_ones_beyond_a_number_are()
    {
        var state = new NameState();
        for (int i = 0; i < 300; i++)
        {
            state = NameRules.After(state, Request($"g{i}"), NameOutcome.Appended, chain => int.Parse(chain.ChainId.AsSpan(1)) % 2 == 0, Given.Now);
        }

        Assert.Equal(150, state.Chains.Count(chain => int.Parse(chain.ChainId.AsSpan(1)) % 2 == 0));
        Assert.InRange(state.Chains.Length, 200, 201);
        Assert.Equal("g299", state.Chains[^1].ChainId);
    }

    [Fact]
    public void A_decision_is_kept_for_a_minute_whatever_the_rush_and_the_latest_ones_for_ever()
    {
        var state = new NameState();
        for (int i = 0; i < 500; i++)
        {
            state = NameRules.After(state, Request($"g{i}"), NameOutcome.Kept, _ => false, Given.Now);
        }

        Assert.Equal(NameOutcome.Kept, state.OutcomeOf("g0"));
        state = NameRules.After(state, Request("late"), NameOutcome.Kept, _ => false, Given.Now.AddMinutes(2));
        Assert.Null(state.OutcomeOf("g0"));
        Assert.Equal(NameOutcome.Kept, state.OutcomeOf("g499"));
        Assert.InRange(state.Decisions.Length, 40, 42);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(80)]
    [InlineData(1_000)]
    public void What_is_shown_fits_a_custom_status_and_says_what_it_leaves_out(int requests)
    {
        var state = new NameState();
        for (int i = 0; i < requests; i++)
        {
            state = NameRules.After(state, Request(new string('x', 90) + i), NameOutcome.Appended, _ => true, Given.Now);
        }

        NameState shown = NameStatus.Of(state);
        Assert.InRange(JsonSerializer.Serialize(shown).Length, 1, 8_192);
        Assert.Equal(state.Chains.Length, shown.Chains.Length + shown.HiddenChains);
        Assert.Equal(state.Decisions.Length, shown.Decisions.Length + shown.HiddenDecisions);
        Assert.Equal(state.Decisions.LastOrDefault(), shown.Decisions.LastOrDefault());
        Assert.Equal(requests > 0, shown.HiddenDecisions > 0);
    }

    private static Leaf Leaf(WorkState state) => new(new Prerequisite("a", "instance", 0), state);

    private static GraphInput Input(string chain) => new() { ChainId = chain, EnqueuedAt = Given.Now };

    private static NameRequest Request(string chain) => new(ExistingWorkPolicy.Append, chain, Input(chain), chain);
}
