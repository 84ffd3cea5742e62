using Azure.Core;
using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Work.Embedded.Hosting.Queues;

/// <summary>Finds the storage account that a binding's <c>Connection</c> names: a connection string, or an address with an identity.</summary>
internal sealed class QueueConnections(IConfiguration configuration)
{
    private const string Prefix = "AzureWebJobs";

    /// <summary>What a binding without a <c>Connection</c> uses.</summary>
    public const string Default = "AzureWebJobsStorage";

    /// <summary>The queues of the account; null when no setting names one.</summary>
    /// <exception cref="OptionsValidationException">The setting is malformed; the message names it.</exception>
    public QueueServiceClient? Find(string? connection)
    {
        var name = string.IsNullOrEmpty(connection) ? Default : connection;
        foreach (var section in new[] { configuration.GetSection(Prefix + name), configuration.GetSection(name), configuration.GetSection($"ConnectionStrings:{name}") })
        {
            if (Client(section) is { } client)
            {
                return client;
            }
        }

        return null;
    }

    private static QueueServiceClient? Client(IConfigurationSection section)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(section.Value) ? new QueueServiceClient(section.Value)
                : AddressOf(section) is { } address ? new QueueServiceClient(address, CredentialOf(section))
                : null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // The value may hold a key, so it is not told.
            throw new OptionsValidationException(section.Path, typeof(QueueServiceClient), [$"The setting {section.Path} names no storage account: {e.Message}"]);
        }
    }

    private static Uri? AddressOf(IConfigurationSection section) =>
        section["queueServiceUri"] is { Length: > 0 } address ? new Uri(address)
        : section["accountName"] is { Length: > 0 } account ? new Uri($"https://{account}.queue.core.windows.net")
        : null;

    private static TokenCredential CredentialOf(IConfigurationSection section) => (section["tenantId"], section["clientId"], section["clientSecret"]) switch
    {
        ({ Length: > 0 } tenant, { Length: > 0 } client, { Length: > 0 } secret) => new ClientSecretCredential(tenant, client, secret),
        (_, { Length: > 0 } client, _) => new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = client }),
        _ => new DefaultAzureCredential(),
    };
}
