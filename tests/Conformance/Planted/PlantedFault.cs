using System.Reflection;
using Conformance.Rules;

namespace Conformance.Planted;

/// <summary>Says of a broken function which one rule it breaks, and how. Functions that say the same break it together.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BreaksAttribute(string rule, string how) : Attribute
{
    public string Rule { get; } = rule;

    public string How { get; } = how;
}

/// <summary>A row of the table of planted faults.</summary>
internal sealed record PlantedFault(string Rule, string How, IReadOnlyList<FunctionDescription> Functions)
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        .. FunctionReader.Methods(typeof(PlantedFault).Assembly)
            .Select(method => (Method: method, Breaks: method.GetCustomAttribute<BreaksAttribute>()))
            .Where(planted => planted.Breaks is not null)
            .GroupBy(planted => (planted.Breaks!.Rule, planted.Breaks.How), planted => planted.Method)
            .Select(row => new PlantedFault(row.Key.Rule, row.Key.How, FunctionReader.Read(row))),
    ];

    public override string ToString() => $"{Rule}: {How}";
}
