using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Gives a function the client of the task hub.</summary>
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The hub's name; null for the app's own.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The setting that holds the connection; null for the app's own.</summary>
    public string? ConnectionName { get; set; }
}
