namespace Work.Model;

/// <summary>What becomes of firings that nobody could dispatch in time, such as those of an outage.</summary>
public enum MisfirePolicy
{
    /// <summary>One run for all that are due, as the latest of them: the default.</summary>
    Once,

    /// <summary>None for those that are late.</summary>
    Skip,

    /// <summary>One run for each, oldest first.</summary>
    All,
}
