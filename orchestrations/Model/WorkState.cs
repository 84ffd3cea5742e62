namespace Work.Model;

/// <summary>Where a work is. The last three are finished: a finished work never changes state again.</summary>
public enum WorkState
{
    /// <summary>Waits for prerequisites.</summary>
    Blocked,

    /// <summary>Waits for its time, and then for a run.</summary>
    Enqueued,

    /// <summary>A run has been handed out and has not ended.</summary>
    Running,

    /// <summary>Finished with success.</summary>
    Succeeded,

    /// <summary>Finished without success, or a prerequisite failed.</summary>
    Failed,

    /// <summary>Finished by a cancel, of itself or of a prerequisite.</summary>
    Cancelled,
}

/// <summary>What follows from a <see cref="WorkState"/> alone.</summary>
public static class WorkStates
{
    /// <summary>Whether the state is final.</summary>
    public static bool IsFinished(this WorkState state) => state >= WorkState.Succeeded;
}
