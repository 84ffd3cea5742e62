namespace EndToEnd.Faults;

/// <summary>What the workers wrote down, outside the engine.</summary>
internal static class Journal
{
    /// <summary>The ids of the works whose runs have started, one for each run.</summary>
    public static List<string> StartsIn(TemporaryFolder folder) => [.. Lines(folder).Where(line => line[0] == 'S').Select(line => line.Split(' ')[2])];

    /// <summary>How the runs of a work have ended, by their own word.</summary>
    public static List<string> EndsIn(TemporaryFolder folder, string id) => [.. Lines(folder).Where(line => line[0] == 'E' && line.Split(' ')[2] == id).Select(line => line.Split(' ')[^1])];

    private static IEnumerable<string> Lines(TemporaryFolder folder) => File.Exists(folder.At("runs.log")) ? File.ReadLines(folder.At("runs.log")) : [];
}
