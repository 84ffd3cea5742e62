namespace Work.Model;

/// <summary>What a change of the clocks did to a firing.</summary>
public enum FiringNote
{
    /// <summary>At least one local time of the schedule does not exist on that day and runs here, at the first instant after the gap.</summary>
    Gap,

    /// <summary>The local time occurs twice on that day; this is the first, and the only one that runs.</summary>
    Overlap,
}
