using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Work.Functions.Host;
using Work.Functions.Works;

namespace Work.Functions.Files.Blobs;

/// <summary>Opens the containers of the blob service that the settings name.</summary>
internal sealed class BlobContainers(IOptions<FileStoreOptions> options, RealTime time, IChance chance, ILogger<BlobFileStore> logger)
{
    /// <summary>The store in the container whose name ends so.</summary>
    public BlobFileStore Open(string ending)
    {
        FileStoreOptions files = options.Value;
        string name = $"{files.BlobContainers}-{ending}";
        if (files.BlobServiceUri is not { } address)
        {
            return new BlobFileStore(new BlobContainerClient(files.BlobConnectionString, name), credential: null, time, chance, logger);
        }

        // Which of several identities of an app it is, AZURE_CLIENT_ID says.
        TokenCredential credential = new DefaultAzureCredential();
        return new BlobFileStore(new BlobServiceClient(address, credential).GetBlobContainerClient(name), credential, time, chance, logger);
    }
}
