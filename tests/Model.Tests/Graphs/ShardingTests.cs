using Work.Model;

namespace Model.Tests.Graphs;

public sealed class ShardingTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(64, 1)]
    [InlineData(65, 2)]
    [InlineData(128, 2)]
    [InlineData(129, 3)]
    [InlineData(10_000, 157)]
    public void A_shard_has_64_works(int works, int shards) => Assert.Equal(shards, Sharding.CountOf(works));

    [Theory]
    [InlineData(65)]
    [InlineData(130)]
    [InlineData(192)]
    public void The_shards_have_every_work_once_in_order_where_its_id_says(int count)
    {
        WorkSpec[] works = [.. Enumerable.Range(0, count).Select(i => Given.Spec($"{i}"))];
        var shards = Enumerable.Range(0, Sharding.CountOf(count)).Select(shard => Sharding.Take(works, shard)).ToList();
        Assert.Equal(works, shards.SelectMany(shard => shard));
        Assert.All(shards, shard => Assert.InRange(shard.Count, 1, WorkIds.ShardSize));
        Assert.All(Enumerable.Range(0, count), i => Assert.Same(works[i], shards[i / WorkIds.ShardSize][i % WorkIds.ShardSize]));
    }

    [Fact]
    public void There_is_nothing_behind_the_last_shard() => Assert.Empty(Sharding.Take([Given.Spec("a")], 1));
}
