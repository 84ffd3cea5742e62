using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Infra.Tests;

/// <summary>Snapshots/bicep-faults.md lists every fault that the tests plant, and what the rule says of it.</summary>
public sealed partial class FaultTableTests(ITestOutputHelper output)
{
    [Fact]
    public void TheTableOfPlantedFaultsSaysWhatTheRulesSay()
    {
        string[] table =
        [
            "# Planted faults",
            "",
            "| rule | planted into a file | what the rule says |",
            "|---|---|---|",
            .. from row in PlantedFaultTests.Faults.Concat(PlantedFaultTests.FaultsOfParameterFiles.Select(row => (object[])["parameter files", .. row]))
               select $"| {row[0]} | {Code((string)row[1])} | {Said(PlantedFaultTests.Found((string)row[0], (string)row[1]).First(fault => fault.Contains((string)row[2], StringComparison.Ordinal)))} |",
            "",
            "Lines of the real files, broken one at a time:",
            "",
            "| rule | line | instead | what the rule says |",
            "|---|---|---|---|",
            .. from row in RealFileTests.BrokenLines
               let found = RealFileTests.Found((string)row[0], (string)row[1], (string)row[2], (string)row[3])
               select $"| {row[0]} | {Code((string)row[2])} | {Code((string)row[3])} | {Said(Line().Replace(found[0], ":", 1))} |",
        ];

        output.WriteLine(string.Join(Environment.NewLine, table));
        Snapshot.Check("bicep-faults.md", table);
    }

    private static string Code(string text) => text.Length == 0 ? "nothing" : $"`{Said(text)}`";

    private static string Said(string text) => Spaces().Replace(text, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);

    // A line that moves is no change of what the rule says.
    [GeneratedRegex(@":\d+:")]
    private static partial Regex Line();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
