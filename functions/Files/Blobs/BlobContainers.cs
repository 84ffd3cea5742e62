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
    private const int MoreTries = 3;

    // A service that does not even refuse must not keep a caller waiting for longer than Azure keeps the connection: a try and three more fit into its 230 s.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The store in the container whose name ends so.</summary>
    public BlobFileStore Open(string ending)
    {
        FileStoreOptions files = options.Value;
        string name = $"{files.BlobContainers}-{ending}";
        if (files.BlobServiceUri is not { } address)
        {
            return new BlobFileStore(new BlobContainerClient(files.BlobConnectionString, name, ClientOptions()), credential: null, time, chance, logger);
        }

        // Which of several identities of an app it is, AZURE_CLIENT_ID says.
        TokenCredential credential = new DefaultAzureCredential();
        return new BlobFileStore(new BlobServiceClient(address, credential, ClientOptions()).GetBlobContainerClient(name), credential, time, chance, logger);
    }

    private static BlobClientOptions ClientOptions()
    {
        var options = new BlobClientOptions();
        options.Retry.NetworkTimeout = AnswerTimeout;
        options.Retry.MaxRetries = MoreTries;
        return options;
    }
}
