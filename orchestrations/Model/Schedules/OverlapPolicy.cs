namespace Work.Model;

/// <summary>What a firing does when the run of the one before is not finished.</summary>
public enum OverlapPolicy
{
    /// <summary>The firing is dropped: the default.</summary>
    Skip,

    /// <summary>The firing waits until the run has ended.</summary>
    Queue,

    /// <summary>The run is cancelled, and the firing runs in its place.</summary>
    CancelRunning,
}
