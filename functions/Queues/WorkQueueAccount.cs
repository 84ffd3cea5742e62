using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Work.Functions.Storage;

namespace Work.Functions.Queues;

/// <summary>The storage account whose queues works put messages into, named as a binding's connection is: by a connection string, or by an address and an identity.</summary>
public sealed class WorkQueueAccount(IConfiguration configuration, IOptions<WorkQueueOptions> options)
{
    private readonly Lazy<QueueServiceClient?> account = new(() => StorageConnections.FindQueues(configuration, options.Value.Connection));

    /// <summary>A queue of the account; null when no account is configured.</summary>
    public QueueClient? Open(string name) => account.Value?.GetQueueClient(name);
}
