using System.Reflection;
using System.Text.RegularExpressions;
using Work.Embedded.Hosting;
using Work.Functions.Callers;
using Work.Functions.Conditions;
using Work.Functions.Files;
using Work.Functions.Queues;
using Work.Functions.Telemetry;
using Work.Functions.Testing;
using Work.Functions.Workers;
using Work.Functions.Works;

namespace Conformance;

/// <summary>The README's table of settings names every setting, and none that there is not.</summary>
public sealed partial class ReadmeSettingsTests
{
    private static readonly (string Section, Type Options)[] Sections =
    [
        (EmbeddedOptions.Section, typeof(EmbeddedOptions)),
        (WorkOptions.Section, typeof(WorkOptions)),
        (FileStoreOptions.Section, typeof(FileStoreOptions)),
        (WorkHttpOptions.Section, typeof(WorkHttpOptions)),
        (WorkQueueOptions.Section, typeof(WorkQueueOptions)),
        (TestingOptions.Section, typeof(TestingOptions)),
        (ConditionOptions.Section, typeof(ConditionOptions)),
        (EntraOptions.Section, typeof(EntraOptions)),
        (TelemetryOptions.Section, typeof(TelemetryOptions)),
    ];

    // For code alone: an assembly cannot be written into a settings file.
    private const string OfCodeAlone = "Embedded:FunctionAssemblies";

    [Fact]
    public void TheTableNamesEverySettingAndNoOther()
    {
        IEnumerable<string> settings = from section in Sections
                                       from property in section.Options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                                       let name = $"{section.Section}:{property.Name}"
                                       where name != OfCodeAlone
                                       select name;
        IEnumerable<string> told = File.ReadLines(Repository.At("README.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Setting().Matches(line.Split('|')[1]).Select(match => match.Groups["name"].Value));

        Assert.Equal(settings.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("`(?<name>(Embedded|Work):[A-Za-z:]+)`")]
    private static partial Regex Setting();
}
