using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Work.Functions.Queues;

/// <summary>The storage account whose queues works put messages into, named as a binding's connection is: by a connection string, or by an address and an identity.</summary>
public sealed class WorkQueueAccount(IConfiguration configuration, IOptions<WorkQueueOptions> options)
{
    private readonly Lazy<QueueServiceClient?> account = new(() => Find(configuration.GetSection(options.Value.Connection)));

    /// <summary>A queue of the account; null when no account is configured.</summary>
    public QueueClient? Open(string name) => account.Value?.GetQueueClient(name);

    private static QueueServiceClient? Find(IConfigurationSection section) =>
        section.Value is { Length: > 0 } text ? new QueueServiceClient(text)
        : section["queueServiceUri"] is { Length: > 0 } address ? new QueueServiceClient(new Uri(address), CredentialOf(section))
        : section["accountName"] is { Length: > 0 } name ? new QueueServiceClient(new Uri($"https://{name}.queue.core.windows.net"), CredentialOf(section))
        : null;

    // Which of several identities of an app it is, clientId says, or else AZURE_CLIENT_ID.
    private static DefaultAzureCredential CredentialOf(IConfigurationSection section) => section["clientId"] is { Length: > 0 } client
        ? new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = client })
        : new DefaultAzureCredential();
}
