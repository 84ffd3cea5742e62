namespace Work.Embedded.Engine;

/// <summary>What an engine is at, and what it has done since its start.</summary>
/// <param name="InMemoryInstances">Instances and entities that are in memory, waiting or running; the rest lies on disk.</param>
/// <param name="RunningActivities">Activities that run now.</param>
/// <param name="QueuedActivities">Activities that wait for a free place.</param>
/// <param name="Commits">Transactions committed; many steps share one.</param>
/// <param name="Rows">Rows of the database that were written and deleted.</param>
/// <param name="Bytes">Bytes of the texts and blobs that were written; what a key or a name costs shows here when its document grows.</param>
/// <param name="Steps">Steps of instances and entities committed.</param>
/// <param name="Replays">How often an instance's code was run anew from its history.</param>
/// <param name="Tasks">What was asked of it, in the terms of Durable Task.</param>
/// <param name="SqliteVersion">The SQLite that runs, and where it came from.</param>
public sealed record EngineStatistics(
    int InMemoryInstances, int RunningActivities, int QueuedActivities, long Commits, long Rows, long Bytes, long Steps, long Replays, TaskCounts Tasks, string SqliteVersion);
