namespace Microsoft.DurableTask;

/// <summary>What an activity may know of the call it serves.</summary>
public abstract class TaskActivityContext
{
    /// <summary>The activity's name.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The orchestration that made the call.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The version called; empty when unversioned.</summary>
    public virtual string Version => string.Empty;
}
