using System.Text.RegularExpressions;

namespace Conformance;

/// <summary>docs/reliability.md names tests that are there.</summary>
public sealed partial class ReliabilityDocumentTests
{
    [Fact]
    public void EachTestThatItNamesIsThere()
    {
        string[] named = [.. Test().Matches(File.ReadAllText(Repository.At("docs", "reliability.md"))).Select(match => match.Groups["path"].Value).Distinct()];

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, path => !File.Exists(Repository.At("tests", path + ".cs")));
    }

    [GeneratedRegex(@"`(?<path>[A-Za-z.]+(/[A-Za-z]+)*/[A-Za-z]+Tests)`")]
    private static partial Regex Test();
}
