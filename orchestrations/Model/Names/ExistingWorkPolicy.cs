namespace Work.Model;

/// <summary>What happens to a new continuation when works of its unique name exist already (workmanager.md 1.3).</summary>
public enum ExistingWorkPolicy
{
    /// <summary>Unfinished work stays, and nothing is enqueued; finished work makes room.</summary>
    Keep,

    /// <summary>What exists is cancelled and removed.</summary>
    Replace,

    /// <summary>The new works wait for what exists; if that failed or was cancelled, so have they.</summary>
    Append,

    /// <summary>As <see cref="Append"/>, but what failed or was cancelled is replaced.</summary>
    AppendOrReplace,

    /// <summary>Periodic: what exists is cancelled and removed, and the period begins anew.</summary>
    CancelAndReenqueue,

    /// <summary>Periodic: the existing work takes the new request and keeps its id, its enqueue time, its attempts and periods; finished work makes room.</summary>
    Update,
}

/// <summary>What an enqueue under a unique name came to.</summary>
public enum NameOutcome
{
    /// <summary>Nothing of the name was in the way.</summary>
    Enqueued,

    /// <summary>The existing works stay; the new ones are dropped.</summary>
    Kept,

    /// <summary>The existing works are gone.</summary>
    Replaced,

    /// <summary>The new works wait for the existing ones.</summary>
    Appended,

    /// <summary>The existing work stays, and is to take the new request.</summary>
    Updated,
}
