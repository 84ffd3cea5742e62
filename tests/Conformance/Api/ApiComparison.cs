namespace Conformance.Api;

/// <summary>Compares what is declared with what is listed.</summary>
internal static class ApiComparison
{
    /// <summary>The declared lines that no list has, each with the listed line of the same member where one can be told.</summary>
    public static IReadOnlyList<string> Unlisted(IEnumerable<string> declared, IReadOnlySet<string> listed, IReadOnlySet<string> excepted)
    {
        ILookup<string, string> nearby = listed.ToLookup(PathOf);
        return
        [
            .. declared.Where(line => !listed.Contains(line) && !excepted.Contains(line)).Select(line =>
                line + string.Concat(nearby[PathOf(line)].Take(4).Select(other => Environment.NewLine + "    listed: " + other))),
        ];
    }

    /// <summary>The lines of all lists of a folder, comments left out.</summary>
    public static IReadOnlySet<string> ReadLists(string folder) => Directory.EnumerateFiles(folder, "*.txt")
        .SelectMany(File.ReadLines).Where(line => line.Length > 0 && !line.StartsWith('#')).ToHashSet(StringComparer.Ordinal);

    // The text up to the parameters; its last word is the member's path.
    private static string PathOf(string line) => line.Split('(', '{', ':')[0].Trim().Split(' ')[^1];
}
