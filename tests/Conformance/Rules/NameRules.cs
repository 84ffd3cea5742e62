using System.Text.RegularExpressions;

namespace Conformance.Rules;

/// <summary>What the host demands of the names of functions.</summary>
internal static partial class NameRules
{
    public static IReadOnlyList<MetadataRule> All { get; } =
    [
        MetadataRule.Each("function name", function => MetadataRule.When(
            !FunctionName().IsMatch(function.Name), "a name begins with a letter and has up to 127 letters, digits, '_' and '-' after it")),
        MetadataRule.Each("reserved name", function => MetadataRule.When(
            function.Name.Equals("host", StringComparison.OrdinalIgnoreCase), "the name is the host's own")),
        new("unique name", functions => functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Count() > 1).Select(same => $"{same.Key}: {same.Count()} functions have this name")),
    ];

    [GeneratedRegex(@"^[a-z][a-z0-9_\-]{0,127}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FunctionName();
}
