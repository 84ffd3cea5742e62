using Microsoft.Extensions.Options;
using Work.Functions.Storage;

namespace Work.Functions.Files.Blobs;

/// <summary>Refuses a malformed connection string of a blob service.</summary>
internal sealed class BlobConnectionCheck : IValidateOptions<FileStoreOptions>
{
    private const string Setting = $"{FileStoreOptions.Section}:{nameof(FileStoreOptions.BlobConnectionString)}";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, FileStoreOptions options) =>
        !string.IsNullOrEmpty(options.BlobConnectionString) && StorageConnections.FaultOfBlobs(Setting, options.BlobConnectionString) is { } fault
            ? ValidateOptionsResult.Fail(fault)
            : ValidateOptionsResult.Success;
}
