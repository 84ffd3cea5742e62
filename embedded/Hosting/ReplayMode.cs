namespace Work.Embedded.Hosting;

/// <summary>When an orchestration is replayed from its history.</summary>
public enum ReplayMode
{
    /// <summary>After a restart, or when it was dropped from memory.</summary>
    WhenNeeded,

    /// <summary>At every step, as a host without extended sessions does.</summary>
    Always,
}
