using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Work.Functions.Files;
using Work.Functions.Files.Blobs;
using Work.Functions.Works;

namespace Azurite.Files;

/// <summary>A container of its own for a test, and what the store asks of it.</summary>
internal sealed class BlobRig(AzuriteServer azurite)
{
    private readonly string container = $"test-{Guid.NewGuid():N}";

    /// <summary>The container, past the store.</summary>
    public BlobContainerClient Container => new(azurite.ConnectionString, container);

    /// <summary>The store as one process has it.</summary>
    /// <param name="onRequest">Sees each request before it is sent, and may fail it.</param>
    /// <param name="onAnswer">Sees each answer before the store does, and may lose it.</param>
    public BlobFileStore Open(Action<HttpMessage>? onRequest = null, Action<HttpMessage>? onAnswer = null)
    {
        var options = new BlobClientOptions();
        options.Retry.Delay = TimeSpan.FromMilliseconds(10);
        options.Retry.MaxRetries = 2;
        options.AddPolicy(new Watch(onRequest, onAnswer), HttpPipelinePosition.PerRetry);
        return new BlobFileStore(new BlobContainerClient(azurite.ConnectionString, container, options), credential: null, TimeProvider.System, new Chance(), NullLogger<BlobFileStore>.Instance);
    }

    /// <summary>What lies in the store's own part.</summary>
    public async Task<IReadOnlyList<string>> OwnAsync()
    {
        List<string> names = [];
        await foreach (var blob in Container.GetBlobsAsync(BlobTraits.None, BlobStates.None, ".store/", CancellationToken.None))
        {
            names.Add(blob.Name);
        }

        return names;
    }

    private sealed class Watch(Action<HttpMessage>? onRequest, Action<HttpMessage>? onAnswer) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) => onRequest?.Invoke(message);

        public override void OnReceivedResponse(HttpMessage message) => onAnswer?.Invoke(message);
    }
}
