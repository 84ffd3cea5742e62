namespace Work.Embedded.Engine;

/// <summary>How an engine runs.</summary>
public sealed class EngineOptions
{
    /// <summary>Where the database lies; made when absent. One process at a time owns it. Default: <c>.work</c> in the current directory.</summary>
    public string DataDirectory { get; set; } = ".work";

    /// <summary>
    /// Flushes each commit to disk before anybody is told of it. False hands it to the operating system only: it survives the death of the process, not a loss of
    /// power; for a host whose time is virtual, and whose work is a test's. Default: yes.
    /// </summary>
    public bool FlushToDisk { get; set; } = true;

    /// <summary>How many activities run at once. Default: ten for each processor, as on Azure.</summary>
    public int MaxConcurrentActivities { get; set; } = 10 * Environment.ProcessorCount;

    /// <summary>How many orchestrators and entities take a step at once. Default: ten for each processor.</summary>
    public int MaxConcurrentOrchestrations { get; set; } = 10 * Environment.ProcessorCount;

    /// <summary>Drops every instance from memory after each step and replays it, as a host without extended sessions does. Default: no.</summary>
    public bool ReplayAlways { get; set; }

    /// <summary>The version of instances that are started without one. Default: none.</summary>
    public string? DefaultVersion { get; set; }

    /// <summary>How long a stop waits for activities that were told to stop. Default: 30 seconds of real time.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many waiting instances stay in memory with their code; the least recently used go first. Default: 20,000.</summary>
    public int InstancesInMemory { get; set; } = 20_000;

    /// <summary>How long a step that the store did not take waits for its next try, in real time. Default: a second.</summary>
    internal TimeSpan StoreRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What waits on the store and on a stop are measured by, whatever the engine's own clock shows. Default: real time.</summary>
    internal TimeProvider RealTime { get; set; } = TimeProvider.System;

    /// <summary>Makes ids of instances that are started without one. Default: GUIDs that sort by the clock.</summary>
    public Func<Guid>? NewId { get; set; }

    /// <summary>
    /// Called between steps around the store with the step's name, so that a test can crash there: <c>before-commit</c>,
    /// <c>after-commit</c>, <c>before-dispatch</c>, <c>after-dispatch</c>. Default: nothing.
    /// </summary>
    public Action<string>? FaultPoint { get; set; }

    /// <summary>Through what threads hand over to each other. Default: the thread pool, and a thread for the writer.</summary>
    internal IHandover? Handover { get; set; }
}
