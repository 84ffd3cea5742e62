namespace Conformance;

/// <summary>Where the repository lies, found from the test assembly upwards.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The lists of Microsoft's public members; null where a clone has no shared folder beside it.</summary>
    public static string? ApiLists { get; } = FindApiLists();

    /// <summary>A path inside the repository.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The project's own source files below some of its folders.</summary>
    public static IEnumerable<string> Sources(params string[] folders) => folders.Select(folder => At(folder)).Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
        .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Work.Functions.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Work.Functions.sln above {AppContext.BaseDirectory}.");
    }

    private static string? FindApiLists()
    {
        string shared = Path.GetFullPath(Path.Combine(Root, "..", "shared"));
        return File.Exists(Path.Combine(shared, "tools", "ApiLister.cs")) ? Path.Combine(shared, "api") : null;
    }
}
