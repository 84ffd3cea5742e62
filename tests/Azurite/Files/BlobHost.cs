using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using EndToEnd;

namespace Azurite.Files;

/// <summary>The real process, with its files and documents in Azurite.</summary>
internal static class BlobHost
{
    public static HostLaunch Launch(string directory, AzuriteServer azurite, string containers) => new(directory)
    {
        Environment = new Dictionary<string, string>
        {
            ["Work__Files__BlobConnectionString"] = azurite.ConnectionString,
            ["Work__Files__BlobContainers"] = containers,
        },
    };

    public static async Task<IReadOnlyList<string>> NamesAsync(BlobContainerClient container)
    {
        List<string> names = [];
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix: null, CancellationToken.None))
        {
            names.Add(blob.Name);
        }

        return names;
    }
}
