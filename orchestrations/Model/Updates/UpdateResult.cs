namespace Work.Model;

/// <summary>What became of an update (workmanager.md 1.7).</summary>
public enum UpdateResult
{
    /// <summary>The work waits, and does so by the new request from now on.</summary>
    AppliedImmediately,

    /// <summary>The work runs: the run goes on by the old request, what follows it goes by the new one.</summary>
    AppliedForNextRun,

    /// <summary>The work has finished; nothing has changed.</summary>
    NotApplied,
}
