using System.Text.RegularExpressions;

namespace Conformance.Rules;

/// <summary>What the host demands of the bindings of a function.</summary>
internal static partial class BindingRules
{
    public static IReadOnlyList<MetadataRule> All { get; } =
    [
        MetadataRule.Each("a binding", function => MetadataRule.When(function.Bindings.Count == 0, "no binding, there must be one at least")),
        MetadataRule.Each("one trigger", function => MetadataRule.When(
            function.Bindings.Count > 0 && function.Triggers.Count() != 1, $"{function.Triggers.Count()} triggers, there must be one")),
        MetadataRule.Each("unique binding", function => function.Bindings.GroupBy(binding => binding.Name, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Count() > 1).Select(same => $"{same.Count()} bindings are named {same.Key}")),
        MetadataRule.Each("binding name", function => function.Bindings.Where(binding => !BindingName().IsMatch(binding.Name))
            .Select(binding => $"the binding's name {binding.Name} is not a letter with letters and digits after it")),
    ];

    [GeneratedRegex(@"^([a-zA-Z][a-zA-Z0-9]{0,127}|\$return)\z")]
    private static partial Regex BindingName();
}
