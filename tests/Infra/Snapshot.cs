namespace Infra.Tests;

/// <summary>Compares lines with a file kept beside the tests. With UPDATE_SNAPSHOTS=1 the file is written instead.</summary>
internal static class Snapshot
{
    public static void Check(string name, IReadOnlyList<string> lines)
    {
        var path = Repository.At("tests", "Infra", "Snapshots", name);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")));
        }

        string[] kept = File.Exists(path) ? File.ReadAllLines(path) : [];
        Assert.True(
            kept.SequenceEqual(lines),
            $"{name} differs. If that is meant, run the tests with UPDATE_SNAPSHOTS=1.{Environment.NewLine}"
            + string.Join(Environment.NewLine, [.. kept.Except(lines).Select(line => "- " + line), .. lines.Except(kept).Select(line => "+ " + line)]));
    }
}
