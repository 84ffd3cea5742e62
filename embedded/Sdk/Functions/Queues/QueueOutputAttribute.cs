using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Sends the returned value to a storage queue.</summary>
public sealed class QueueOutputAttribute : OutputBindingAttribute
{
    /// <summary>Sends to this queue.</summary>
    public QueueOutputAttribute(string queueName)
    {
        QueueName = queueName;
    }

    /// <summary>The queue.</summary>
    public string QueueName { get; }

    /// <summary>The setting that names the storage account; null is <c>AzureWebJobsStorage</c>.</summary>
    public string? Connection { get; set; }
}
