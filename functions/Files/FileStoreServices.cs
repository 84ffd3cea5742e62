using Microsoft.Extensions.DependencyInjection;

namespace Work.Functions.Files;

/// <summary>Registers the file store.</summary>
public static class FileStoreServices
{
    /// <summary>Keeps files in a folder, configured by the section <c>Work:Files</c>.</summary>
    public static IServiceCollection AddFolderFileStore(this IServiceCollection services)
    {
        services.AddOptions<FileStoreOptions>().BindConfiguration(FileStoreOptions.Section);
        return services.AddSingleton<IFileStore, FolderFileStore>();
    }
}
