using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Work.Model;

namespace Model.Tests.Ids;

public sealed partial class WorkIdsTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, 123, TimeSpan.Zero);
    private static readonly byte[] Bytes = [1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly string Graph = WorkIds.NewGraphId(Noon, Bytes);

    [Fact]
    public void A_graph_id_has_its_form_and_carries_its_time()
    {
        Assert.Matches(GraphForm(), Graph);
        Assert.True(WorkIds.IsGraphId(Graph));
        Assert.True(WorkIds.IsValid(Graph));
        Assert.Equal(Noon, WorkIds.EnqueuedAtOf(Graph));
    }

    [Fact]
    public void Later_ids_sort_first() =>
        Prop.ForAll<NonNegativeInt, PositiveInt>((start, step) =>
        {
            var early = DateTimeOffset.UnixEpoch.AddMinutes(start.Get);
            var late = early.AddMilliseconds(step.Get);
            return string.CompareOrdinal(WorkIds.NewGraphId(late, Bytes.Reverse().ToArray()), WorkIds.NewGraphId(early, Bytes)) < 0
                && WorkIds.EnqueuedAtOf(WorkIds.NewGraphId(late, Bytes)) == late;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void All_sixty_bits_of_chance_count()
    {
        var ids = Enumerable.Range(4, 60).Select(bit => WorkIds.NewGraphId(Noon, BitConverter.GetBytes(1UL << (63 - bit)).Reverse().ToArray()));
        Assert.Equal(60, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59.999Z")]
    [InlineData("1970-01-01T00:00:00Z")]
    public void The_ends_of_time_have_ids(string text)
    {
        Assert.True(Rfc3339.TryParse(text, out var instant));
        Assert.Equal(instant, WorkIds.EnqueuedAtOf(WorkIds.NewGraphId(instant, Bytes)));
    }

    [Theory]
    [InlineData("w0000000000000000000000")]
    [InlineData("wzzzzzzzzzzzzzzzzzzzzzi")]
    [InlineData("Wzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("wzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("")]
    [InlineData(null)]
    public void What_only_resembles_a_graph_id_is_none(string? text) => Assert.False(WorkIds.IsGraphId(text));

    [Theory]
    [InlineData("a", true)]
    [InlineData("7.A_b-c", true)]
    [InlineData("", false)]
    [InlineData(".a", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("c:a", false)]
    [InlineData("é", false)]
    public void An_id_keeps_to_the_pattern(string id, bool valid) => Assert.Equal(valid, WorkIds.IsValid(id));

    [Fact]
    public void An_id_has_at_most_100_characters()
    {
        Assert.True(WorkIds.IsValid(new string('a', 100)));
        Assert.False(WorkIds.IsValid(new string('a', 101)));
    }

    [Theory]
    [InlineData(1, 0, "", "", 0)]
    [InlineData(2, 1, ".1", "", 1)]
    [InlineData(64, 63, ".63", "", 63)]
    [InlineData(65, 0, ".0.0", ":0", 0)]
    [InlineData(65, 64, ".1.0", ":1", 0)]
    [InlineData(10_000, 9_999, ".156.15", ":156", 15)]
    public void A_node_id_says_where_the_node_is(int count, int index, string suffix, string shard, int position)
    {
        var id = WorkIds.NodeId(Graph, count, index);
        Assert.Equal(Graph + suffix, id);
        Assert.Equal(new NodeAddress(Graph, Graph + shard, position), WorkIds.Locate(id));
        Assert.True(WorkIds.IsGenerated(id));
    }

    [Fact]
    public void Every_node_of_a_graph_has_its_own_place() =>
        Prop.ForAll(Gen.Choose(1, 10_000).ToArbitrary(), Gen.Choose(0, 9_999).ToArbitrary(), (count, any) =>
        {
            var index = any % count;
            var node = (NodeAddress)WorkIds.Locate(WorkIds.NodeId(Graph, count, index));
            var shard = node.InstanceId == Graph ? 0 : int.Parse(node.InstanceId[(Graph.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            return node.GraphId == Graph && (shard * WorkIds.ShardSize) + node.Index == index;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(".")]
    [InlineData(".01")]
    [InlineData(".64")]
    [InlineData(".1.64")]
    [InlineData(".1.2.3")]
    [InlineData(".1000000.1")]
    [InlineData("x")]
    public void What_no_node_is_called_is_a_chosen_id(string suffix) =>
        Assert.Equal(new ChosenAddress("c:" + Graph + suffix, "alias:" + Graph + suffix), WorkIds.Locate(Graph + suffix));

    [Fact]
    public void A_chosen_id_names_its_instance_and_its_alias() =>
        Assert.Equal(new ChosenAddress("c:nightly", "alias:nightly"), WorkIds.Locate("nightly"));

    [Fact]
    public void What_is_no_id_is_nowhere() => Prop.ForAll<string?>(text => WorkIds.IsValid(text) || text is null || WorkIds.Locate(text) is NoAddress).QuickCheckThrowOnFailure();

    [GeneratedRegex("^w[0-9a-hjkmnp-tv-z]{22}$")]
    private static partial Regex GraphForm();

    [Fact]
    public void AnInstanceSaysWhichContinuationItHolds()
    {
        var graph = WorkIds.NewGraphId(DateTimeOffset.UnixEpoch.AddYears(60), new byte[8]);
        Assert.Equal(
            [graph, graph, "chosen", "name:abc"],
            new[] { WorkIds.GraphInstance(graph), WorkIds.ShardInstance(graph, 12), WorkIds.ChosenInstance("chosen"), "name:abc" }.Select(WorkIds.ChainOf));
    }
}
