namespace EndToEnd;

/// <summary>Where the repository and the built app lie, found from the test assembly upwards.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The app, built with the configuration of the tests.</summary>
    public static string App { get; } = Built("functions", "Work.Functions.dll");

    /// <summary>The benchmarks, built with the configuration of the tests.</summary>
    public static string Benchmarks { get; } = Built("benchmarks", "Work.Benchmarks.dll");

    /// <summary>The app with workers that write down their runs, and workers that misbehave.</summary>
    public static string WorkerApp { get; } = Built("tests/WorkerApp", "WorkerApp.dll");

    /// <summary>A path inside the repository.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Built(string project, string file) =>
        Path.Combine([Root, project, .. Path.GetRelativePath(Path.Combine(Root, "tests"), AppContext.BaseDirectory).Split(Path.DirectorySeparatorChar).Skip(1), file]);

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
