using Work.Model;

namespace Model.Tests.Graphs;

public sealed class SubscriptionsTests
{
    private static readonly GraphState Open = Given.State(Given.Running(), Given.Running(), Given.Running());

    [Fact]
    public void Nobody_is_told_while_works_are_open() => Assert.Empty(Subscriptions.Ready(With(Open, 0, 1)).Tell);

    [Fact]
    public void Successes_are_told_together_with_the_last_of_them()
    {
        var state = With(Open, 0, 2);
        Assert.Empty(Subscriptions.Ready(End(state, 0, WorkState.Succeeded)).Tell);
        var told = Assert.Single(Subscriptions.Ready(End(End(state, 0, WorkState.Succeeded), 2, WorkState.Succeeded)).Tell);
        Assert.Equal(("other", "0,2"), (told.Instance, string.Join(',', told.Works)));
    }

    [Theory]
    [InlineData(WorkState.Failed)]
    [InlineData(WorkState.Cancelled)]
    public void Failures_and_cancels_are_told_at_once_and_the_rest_later(WorkState ended)
    {
        var (state, tell) = Subscriptions.Ready(End(End(With(Open, 0, 1, 2), 0, WorkState.Succeeded), 1, ended));
        Assert.Equal([1], Assert.Single(tell).Works);
        (state, tell) = Subscriptions.Ready(End(state, 2, WorkState.Succeeded));
        Assert.Equal([0, 2], Assert.Single(tell).Works);
        Assert.Empty(state.Subscribers!);
    }

    [Fact]
    public void What_was_told_is_not_told_again()
    {
        var (state, _) = Subscriptions.Ready(End(With(Open, 0), 0, WorkState.Succeeded));
        Assert.Empty(Subscriptions.Ready(state).Tell);
    }

    [Fact]
    public void Who_subscribes_again_is_told_again()
    {
        var (state, _) = Subscriptions.Ready(End(With(Open, 0), 0, WorkState.Succeeded));
        Assert.Equal([0], Assert.Single(Subscriptions.Ready(With(state, 0)).Tell).Works);
    }

    [Fact]
    public void A_subscription_replaces_the_same_instances_former_one_and_no_other()
    {
        var state = Subscriptions.With(With(With(Open, 0), 1), new Subscriber("third", [[0]]));
        Assert.Equal(["other:1", "third:0"], state.Subscribers!.Select(s => $"{s.Instance}:{string.Join(',', s.Groups.SelectMany(group => group))}"));
    }

    [Fact]
    public void Works_that_do_not_exist_are_not_waited_for()
    {
        var state = With(Open, -1, 0, 3, int.MaxValue);
        Assert.Equal([0], Assert.Single(Subscriptions.Ready(End(state, 0, WorkState.Succeeded)).Tell).Works);
    }

    [Fact]
    public void A_subscription_to_nothing_is_never_told_and_keeps_nobody_waiting() =>
        Assert.Empty(Subscriptions.Ready(With(End(Open, 0, WorkState.Succeeded), 7)).Tell);

    [Fact]
    public void Groups_are_told_each_by_itself_and_what_is_ready_together_in_one_notice()
    {
        var state = Subscriptions.With(Open, new Subscriber("other", [[0], [1, 2]]));
        (state, var tell) = Subscriptions.Ready(End(state, 0, WorkState.Succeeded));
        Assert.Equal([0], Assert.Single(tell).Works);
        Assert.Empty(Subscriptions.Ready(End(state, 1, WorkState.Succeeded)).Tell);
        var all = Subscriptions.With(End(End(End(Open, 0, WorkState.Succeeded), 1, WorkState.Succeeded), 2, WorkState.Succeeded), new Subscriber("other", [[0], [1, 2]]));
        Assert.Equal([0, 1, 2], Assert.Single(Subscriptions.Ready(all).Tell).Works);
    }

    [Fact]
    public void Works_that_the_same_works_wait_for_are_one_group()
    {
        var plan = Given.Plan(Given.Spec("a", "x"), Given.Spec("b", "x", "y", "z", "v"), Given.Spec("c", "v"));
        var subscriber = Subscriptions.Of("me", new PrerequisiteGroup("other", [5, 6, 7, 8], ["x", "y", "z", "v"]), plan);
        Assert.Equal(["5", "6,7", "8"], subscriber.Groups.Select(group => string.Join(',', group)));
        Assert.Equal("me", subscriber.Instance);
    }

    [Fact]
    public void The_answer_has_the_ids_and_states_of_what_has_ended() =>
        Assert.Equal(
            [KeyValuePair.Create("b", WorkState.Failed)],
            Subscriptions.Answer(Given.Plan(Given.Spec("a"), Given.Spec("b"), Given.Spec("c")), End(Open, 1, WorkState.Failed), [0, 1]));

    [Fact]
    public void A_subscriber_is_told_of_all_it_asked_for_whatever_the_order_of_the_ends()
    {
        foreach (var order in new int[][] { [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0] })
        {
            var told = new List<int>();
            var state = With(Open, 0, 1, 2);
            foreach (var index in order)
            {
                (state, var tell) = Subscriptions.Ready(End(state, index, (WorkState)((int)WorkState.Succeeded + index)));
                told.AddRange(tell.SelectMany(t => t.Works));
            }

            Assert.Equal([0, 1, 2], told.Order());
        }
    }

    private static GraphState With(GraphState state, params int[] works) => Subscriptions.With(state, new Subscriber("other", [works]));

    private static GraphState End(GraphState state, int index, WorkState ended) => state with { Works = state.Works.SetItem(index, Given.Ended(ended)) };
}
