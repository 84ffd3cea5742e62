namespace Work.Functions.Files;

/// <summary>Where files are kept; section <c>Work:Files</c>. A folder, unless a blob service is named.</summary>
public sealed class FileStoreOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Work:Files";

    /// <summary>The folder. It is made at start when missing. The host sets <c>files</c> in its data directory when nothing is configured.</summary>
    public string Root { get; set; } = "";

    /// <summary>
    /// The address of a blob service, such as <c>https://account.blob.core.windows.net</c>: files and documents lie there, and not in a folder. It is opened as the
    /// identity of the process. Default none.
    /// </summary>
    public Uri? BlobServiceUri { get; set; }

    /// <summary>The connection string of a blob service, in the place of an address: for Azurite, and for accounts that are opened by a key. Default none.</summary>
    public string? BlobConnectionString { get; set; }

    /// <summary>What the names of the two containers begin with: files lie in the one that ends in <c>-files</c>, documents in the one that ends in <c>-state</c>. Default <c>work</c>.</summary>
    public string BlobContainers { get; set; } = "work";

    /// <summary>Whether files lie in a blob service.</summary>
    internal bool IsInBlobs => BlobServiceUri is not null || !string.IsNullOrEmpty(BlobConnectionString);
}
