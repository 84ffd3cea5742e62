namespace Work.Functions.Tests.Callers;

/// <summary>Where the repository lies, found from the test assembly upwards.</summary>
internal static class Repository
{
    public static string At(params string[] parts)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Work.Functions.sln")))
        {
            folder = folder.Parent;
        }

        return folder is null ? throw new InvalidOperationException($"No Work.Functions.sln above {AppContext.BaseDirectory}.") : Path.Combine([folder.FullName, .. parts]);
    }
}
