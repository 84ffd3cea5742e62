using System.Net;
using System.Net.Sockets;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Work.Functions.Files;
using Work.Functions.Files.Blobs;
using Work.Functions.Tests.Works;
using Work.Functions.Works;

namespace Work.Functions.Tests.Files;

/// <summary>The real store of files in blobs, at a port where nobody listens, and which gives up soon. Until it is <see cref="IsAway"/>, it is the store that it stands for.</summary>
internal sealed class AwayStore : IFileStore
{
    private readonly IFileStore there;
    private readonly BlobFileStore away;

    private AwayStore(IFileStore there)
    {
        this.there = there;
        var options = new BlobClientOptions();
        options.Retry.MaxRetries = 0;
        string connection = $"AccountName=nobody;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:{ClosedPort()}/nobody;";
        away = new BlobFileStore(new BlobContainerClient(connection, "work-state", options), credential: null, TimeProvider.System, new Chance(), NullLogger<BlobFileStore>.Instance);
    }

    public bool IsAway { get; set; }

    private IFileStore Store => IsAway ? away : there;

    /// <summary>Puts such a store in the place of that of an app's documents.</summary>
    public static void Replace(FunctionsApplicationBuilder builder)
    {
        ServiceDescriptor documents = builder.Services.Last(service => service.ServiceType == typeof(IFileStore) && Equals(service.ServiceKey, StateStore.Key));
        builder.Services.AddKeyedSingleton<IFileStore>(StateStore.Key, (provider, key) => new AwayStore((IFileStore)documents.KeyedImplementationFactory!(provider, key)));
    }

    /// <summary>The store of an app.</summary>
    public static AwayStore Of(TestApp app) => (AwayStore)app.Services.GetRequiredKeyedService<IFileStore>(StateStore.Key);

    public Task<StoredFile?> FindAsync(string name, CancellationToken cancellation = default) => Store.FindAsync(name, cancellation);

    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellation = default) => Store.OpenReadAsync(name, cancellation);

    public Task<StoredFile> WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default) => Store.WriteAsync(name, write, cancellation);

    public Task<PartialFile> OpenPartialAsync(string name, CancellationToken cancellation = default) => Store.OpenPartialAsync(name, cancellation);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellation = default) => Store.DeleteAsync(name, cancellation);

    public IAsyncEnumerable<StoredFile> ListAsync(string prefix = "", CancellationToken cancellation = default) => Store.ListAsync(prefix, cancellation);

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
