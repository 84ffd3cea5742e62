using Microsoft.Extensions.Options;
using Work.Functions.Files;

namespace Work.Functions.Conditions;

/// <summary>Whether there is room where the files lie. Low below one bound, and no longer above a higher one; a blob service is never short of it.</summary>
internal sealed class StorageCondition(IOptions<ConditionOptions> options, IOptions<FileStoreOptions> files) : IConditionSource
{
    private bool isLow;

    public TimeSpan Interval => options.Value.LookInterval;

    public Task<bool?> LookAsync(CancellationToken cancellation)
    {
        if (files.Value.IsInBlobs)
        {
            return Task.FromResult<bool?>(true);
        }

        long free = new DriveInfo(Existing(Path.GetFullPath(files.Value.Root))).AvailableFreeSpace;
        long low = options.Value.StorageLowBelow;
        isLow = free < low || (isLow && free < low + (low / 4));
        return Task.FromResult<bool?>(!isLow);
    }

    // Nothing has been stored yet where the folder is missing; it will come on the drive of its parent.
    private static string Existing(string folder) => Directory.Exists(folder) ? folder : Existing(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException(folder));
}
