namespace Work.Benchmarks.Host;

/// <summary>Where the app lies that is measured, found from this assembly upwards. It is built with this project, in the same configuration.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The app with the worker that does nothing.</summary>
    public static string App { get; } = Built("benchmarks/App", "Work.Benchmarks.App.dll");

    /// <summary>The run-time settings that the app is shipped with.</summary>
    public static string RuntimeConfig { get; } = Built("functions", "Work.Functions.runtimeconfig.json");

    private static string Built(string project, string file) =>
        Path.Combine([Root, project, .. Path.GetRelativePath(Path.Combine(Root, "benchmarks"), AppContext.BaseDirectory).Split(Path.DirectorySeparatorChar), file]);

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
