using Work.Model;

namespace Work.Orchestrations;

/// <summary>Where the works of a continuation are stored; <paramref name="Shard"/> picks one part, null is all; and which of them were updated.</summary>
public sealed record WorksReference(string Document, int? Shard, IReadOnlyList<UpdatedWork>? Updates = null);

/// <summary>An update that has been taken: from where it was asked for to where it is kept, with what became of it.</summary>
public sealed record UpdateToKeep(string Asked, string Kept, UpdateResult Result);

/// <summary>The records of an instance, to be stored beside it.</summary>
public sealed record LedgerPage(string Instance, GraphState State);

/// <summary>The firings of a schedule after an instant are asked for.</summary>
public sealed record FiringsRequest(CronSpec Cron, DateTimeOffset After);

/// <summary>Works of another instance, and who is to be told when they have ended.</summary>
public sealed record FollowRequest(PrerequisiteGroup Works, Subscriber Subscriber);

/// <summary>The final states that were found; works that have not finished are not in it.</summary>
/// <param name="Finished">The states, by the works' ids.</param>
/// <param name="IsMissing">The instance is not there: it is still being started, or has been removed.</param>
public sealed record FoundStates(IReadOnlyList<KeyValuePair<string, WorkState>> Finished, bool IsMissing = false);

/// <summary>A continuation of a unique name whose leaves are wanted; one that has ended may have been removed since.</summary>
public sealed record LeavesRequest(NamedChain Chain, bool IsThere);

/// <summary>The decisions of a name's owner, to be stored beside it.</summary>
public sealed record NameDecisions(string Owner, IReadOnlyList<NameDecision> Decisions);
