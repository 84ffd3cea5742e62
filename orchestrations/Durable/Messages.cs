using Work.Model;

namespace Work.Orchestrations;

/// <summary>Where the works of a continuation are stored; <paramref name="Shard"/> picks one part, null is all.</summary>
public sealed record WorksReference(string Document, int? Shard);

/// <summary>The records of an instance, to be stored beside it.</summary>
public sealed record LedgerPage(string Instance, GraphState State);

/// <summary>Works of another instance, and who is to be told when they have ended.</summary>
public sealed record FollowRequest(PrerequisiteGroup Works, Subscriber Subscriber);

/// <summary>The final states that were found; works that have not finished are not in it.</summary>
public sealed record FoundStates(IReadOnlyList<KeyValuePair<string, WorkState>> Finished);
