namespace Infra.Tests;

/// <summary>Where the repository lies, found from the test assembly upwards.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path inside the repository.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Every template and parameter file of <c>infra/</c>, parsed.</summary>
    public static BicepFile[] Infra { get; } =
    [
        .. Directory.EnumerateFiles(At("infra"), "*.bicep*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".bicep" or ".bicepparam").Order(StringComparer.Ordinal)
            .Select(file => BicepFile.Parse(Path.GetRelativePath(At("infra"), file).Replace('\\', '/'), File.ReadAllText(file))),
    ];

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
}
