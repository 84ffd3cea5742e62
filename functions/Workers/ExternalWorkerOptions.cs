namespace Work.Functions.Workers;

/// <summary>A worker outside the process, as the settings name it: <c>Work:ExternalWorkers:0:Name</c> and so on.</summary>
public sealed class ExternalWorkerOptions
{
    /// <summary>The name, 1 to 128 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>A sentence for people; null, the default, is none.</summary>
    public string? Description { get; set; }

    /// <summary>The JSON schema of its input as text; null, the default, is none.</summary>
    public string? InputSchema { get; set; }
}
