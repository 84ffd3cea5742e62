using FsCheck;
using FsCheck.Fluent;
using Work.Model;

namespace Model.Tests.Requests;

public sealed class GraphOrderTests
{
    [Theory]
    [InlineData("a b c", "a b c")]
    [InlineData("a<b b c", "b a c")]
    [InlineData("a<b b<c c d", "c b a d")]
    [InlineData("a<z b", "a b")]
    [InlineData("a b<d c d<a", "a c d b")]
    public void The_first_of_the_ready_comes_next(string graph, string sorted) =>
        Assert.Equal(sorted.Split(' '), GraphOrder.Sort([.. graph.Split(' ').Select(Node)]).Select(spec => spec.Id));

    [Fact]
    public void A_cycle_is_refused() => Assert.Throws<ArgumentException>(() => GraphOrder.Sort([Node("a<b"), Node("b<a")]));

    [Fact]
    public void Every_work_comes_once_and_after_its_prerequisites() =>
        Prop.ForAll<(byte From, byte To)[]>(edges =>
        {
            var specs = Enumerable.Range(0, 256).Reverse().Select(i => Spec($"{i}", [.. edges.Where(edge => edge.To < edge.From && edge.From == i).Select(edge => $"{edge.To}").Distinct()])).ToList();
            var sorted = GraphOrder.Sort(specs).Select((spec, position) => (spec, position)).ToDictionary(pair => pair.spec.Id, pair => pair.position);
            return sorted.Count == specs.Count && specs.All(spec => spec.After.All(id => sorted[id] < sorted[spec.Id]));
        }).QuickCheckThrowOnFailure();

    private static WorkSpec Node(string text) => Spec(text.Split('<')[0], [.. text.Split('<').Skip(1)]);

    private static WorkSpec Spec(string id, IReadOnlyList<string> after) =>
        new() { Id = id, Worker = "transfer", Tags = [], Backoff = new Backoff(BackoffPolicy.Linear, TimeSpan.FromSeconds(1)), After = after };
}
