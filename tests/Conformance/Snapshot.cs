namespace Conformance;

/// <summary>Compares lines with a file kept in the repository. With UPDATE_SNAPSHOTS=1 the file is written instead.</summary>
internal static class Snapshot
{
    public static void Check(string name, IReadOnlyList<string> lines)
    {
        string path = Repository.At("tests", "Conformance", "Snapshots", name);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")));
        }

        string[] kept = File.Exists(path) ? File.ReadAllLines(path) : [];
        string[] difference = [.. kept.Except(lines).Select(line => "- " + line), .. lines.Except(kept).Select(line => "+ " + line)];
        Assert.True(
            difference.Length == 0,
            $"{name} differs ({difference.Length} lines). If that is meant, run the tests with UPDATE_SNAPSHOTS=1.{Environment.NewLine}"
            + string.Join(Environment.NewLine, difference));
    }
}
