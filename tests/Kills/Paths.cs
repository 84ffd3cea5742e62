namespace Kills;

/// <summary>Where the built app lies, found from this assembly upwards.</summary>
internal static class Paths
{
    public static string App { get; } = Find();

    private static string Find()
    {
        string[] built = [.. AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)[^2..]];
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string app = Path.Combine([folder.FullName, "tests", "WorkerApp", "bin", .. built, "WorkerApp.dll"]);
            if (File.Exists(app))
            {
                return app;
            }
        }

        throw new InvalidOperationException($"The app is not built beside {AppContext.BaseDirectory}.");
    }
}
