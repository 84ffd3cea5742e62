using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Work.Functions.Files.Blobs;

namespace Work.Functions.Files;

/// <summary>Registers the file stores.</summary>
public static partial class FileStoreServices
{
    /// <summary>Keeps files in a folder, configured by the section <c>Work:Files</c>.</summary>
    public static IServiceCollection AddFolderFileStore(this IServiceCollection services)
    {
        services.AddOptions<FileStoreOptions>().BindConfiguration(FileStoreOptions.Section);
        return services.AddSingleton<IFileStore, FolderFileStore>();
    }

    /// <summary>
    /// Keeps files, and apart from them the documents of the host under the key <paramref name="stateKey"/>, where the section <c>Work:Files</c> says: in a blob
    /// service when one is named, else in folders.
    /// </summary>
    public static IServiceCollection AddFileStores(this IServiceCollection services, string stateKey)
    {
        services.AddOptions<FileStoreOptions>().BindConfiguration(FileStoreOptions.Section)
            .Validate(options => options.BlobServiceUri is null || string.IsNullOrEmpty(options.BlobConnectionString), "Work:Files:BlobServiceUri and Work:Files:BlobConnectionString exclude each other.")
            .Validate(options => options.BlobServiceUri is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }, "Work:Files:BlobServiceUri must be an absolute http or https address.")
            .Validate(options => ContainerPrefix().IsMatch(options.BlobContainers), "Work:Files:BlobContainers must have 2 to 50 lower-case letters and digits, with single hyphens between them.")
            .ValidateOnStart();
        return services.AddSingleton<IValidateOptions<FileStoreOptions>, BlobConnectionCheck>()
            .AddSingleton<BlobContainers>()
            .AddSingleton(provider => Store(provider, "files", options => options.Root))
            .AddKeyedSingleton(stateKey, (provider, _) => Store(provider, "state", options => Path.Combine(options.Root, "..", stateKey)));
    }

    private static IFileStore Store(IServiceProvider provider, string container, Func<FileStoreOptions, string> folder)
    {
        FileStoreOptions options = provider.GetRequiredService<IOptions<FileStoreOptions>>().Value;
        return options.IsInBlobs
            ? provider.GetRequiredService<BlobContainers>().Open(container)
            : new FolderFileStore(Options.Create(new FileStoreOptions { Root = folder(options) }));
    }

    [GeneratedRegex(@"^(?=.{2,50}\z)[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex ContainerPrefix();
}
