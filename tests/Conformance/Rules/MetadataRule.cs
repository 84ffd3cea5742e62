namespace Conformance.Rules;

/// <summary>
/// One thing that Microsoft's host, its worker's build or its plan demands of an app's functions before they run.
/// </summary>
/// <param name="Name">Its name in the table of planted faults.</param>
/// <param name="Faults">Who breaks it, and how.</param>
internal sealed record MetadataRule(string Name, Func<IReadOnlyList<FunctionDescription>, IEnumerable<string>> Faults)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<MetadataRule> All { get; } =
        [.. NameRules.All, .. BindingRules.All, .. TypeRules.All, .. RouteRules.All, .. TriggerRules.All, .. CodeRules.All];

    /// <summary>A rule that each function keeps or breaks by itself.</summary>
    public static MetadataRule Each(string name, Func<FunctionDescription, IEnumerable<string>> faults)
        => new(name, functions => functions.SelectMany(function => faults(function).Select(fault => $"{function.Name}: {fault}")));

    /// <summary>What a set of functions breaks, as lines that begin with the rule.</summary>
    public static IReadOnlyList<(string Rule, string Fault)> Broken(IReadOnlyList<FunctionDescription> functions)
        => [.. All.SelectMany(rule => rule.Faults(functions).Select(fault => (rule.Name, fault)))];

    /// <summary>A fault, where there is one.</summary>
    public static IEnumerable<string> When(bool broken, string fault) => broken ? [fault] : [];
}
