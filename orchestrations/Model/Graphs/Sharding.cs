namespace Work.Model;

/// <summary>
/// How a large continuation is split, so that each part stays readable through one custom status and no message carries it whole.
/// Works are taken prerequisites first, so that a shard waits for earlier ones only.
/// </summary>
public static class Sharding
{
    /// <summary>How many instances own the works.</summary>
    public static int CountOf(int works) => works <= WorkIds.ShardSize ? 1 : (works + WorkIds.ShardSize - 1) / WorkIds.ShardSize;

    /// <summary>The works of one shard, of works in topological order.</summary>
    public static IReadOnlyList<WorkSpec> Take(IReadOnlyList<WorkSpec> works, int shard) => [.. works.Skip(shard * WorkIds.ShardSize).Take(WorkIds.ShardSize)];
}
