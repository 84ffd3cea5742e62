using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Work.Functions.Storage;

/// <summary>
/// Opens accounts of Azure Storage by settings. A connection is looked for as the host looks for that of a binding: under its name with <c>AzureWebJobs</c> before it, under its name, and among
/// <c>ConnectionStrings</c>; it is a connection string, or an address or the name of an account with an identity.
/// </summary>
internal static class StorageConnections
{
    private const string Prefix = "AzureWebJobs";

    /// <summary>The queues of the account that a connection names; null when no setting of that name is there.</summary>
    /// <exception cref="FormatException">The setting is malformed; the message names it.</exception>
    public static QueueServiceClient? FindQueues(IConfiguration configuration, string connection)
    {
        IConfigurationSection[] places = [configuration.GetSection(Prefix + connection), configuration.GetSection(connection), configuration.GetSection($"ConnectionStrings:{connection}")];
        return places.Select(Queues).FirstOrDefault(client => client is not null);
    }

    /// <summary>Why a text opens no blob service; null when it does.</summary>
    public static string? FaultOfBlobs(string setting, string text)
    {
        try
        {
            _ = Opened(setting, () => new BlobServiceClient(text));
            return null;
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }
    }

    private static QueueServiceClient? Queues(IConfigurationSection section)
    {
        if (!string.IsNullOrWhiteSpace(section.Value))
        {
            return Opened(section.Path, () => new QueueServiceClient(section.Value));
        }

        string? address = section["queueServiceUri"] is { Length: > 0 } uri ? uri : section["accountName"] is { Length: > 0 } name ? $"https://{name}.queue.core.windows.net" : null;
        return address is null ? null : Opened(section.Path, () => new QueueServiceClient(new Uri(address), CredentialOf(section)));
    }

    // The value may hold a key, so it is not told.
    private static T Opened<T>(string setting, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            throw new FormatException($"The setting {setting} names no storage account: {fault.Message}", fault);
        }
    }

    // Which of several identities of an app it is, clientId says, or else AZURE_CLIENT_ID.
    private static DefaultAzureCredential CredentialOf(IConfigurationSection section) => section["clientId"] is { Length: > 0 } client
        ? new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = client })
        : new DefaultAzureCredential();
}
