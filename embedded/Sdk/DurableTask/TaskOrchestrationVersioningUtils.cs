namespace Microsoft.DurableTask.Abstractions;

/// <summary>The order of versions.</summary>
public static class TaskOrchestrationVersioningUtils
{
    /// <summary>
    /// Compares as numbers where both have the form of a <see cref="Version"/>, else as text without case. No version is the lowest.
    /// </summary>
    /// <returns>Below 0, 0 or above 0 as the first version is lower, equal or higher.</returns>
    public static int CompareVersions(string sourceVersion, string otherVersion)
    {
        bool isSource = !string.IsNullOrWhiteSpace(sourceVersion);
        bool isOther = !string.IsNullOrWhiteSpace(otherVersion);
        if (!isSource || !isOther)
        {
            return isSource.CompareTo(isOther);
        }

        return Version.TryParse(sourceVersion, out Version? source) && Version.TryParse(otherVersion, out Version? other)
            ? source.CompareTo(other)
            : string.Compare(sourceVersion, otherVersion, StringComparison.OrdinalIgnoreCase);
    }
}
