namespace Microsoft.DurableTask;

/// <summary>How an orchestrator starts over with an empty history.</summary>
public class ContinueAsNewOptions
{
    /// <summary>The input of the next run.</summary>
    public object? NewInput { get; set; }

    /// <summary>Whether events that nobody has waited for yet move on to the next run. Default: true.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>The version of the next run; null keeps the present one.</summary>
    public string? NewVersion { get; set; }
}
