namespace Work.Embedded.Hosting;

/// <summary>How much the host has to hold already.</summary>
public interface IHostLoad
{
    /// <summary>Why new work should not be taken now, for the caller to read; null when it can be. What is looked at is at most 100 ms old.</summary>
    string? Overload { get; }
}
