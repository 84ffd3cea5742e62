using System.Text.RegularExpressions;

namespace Conformance.Rules;

/// <summary>
/// What the host demands of routes, and one thing it finds out only when a request comes: two routes that differ in the names of their parameters alone.
/// </summary>
internal static partial class RouteRules
{
    public static IReadOnlyList<MetadataRule> All { get; } =
    [
        MetadataRule.Each("route", function => Endpoints(function)
            .Where(endpoint => endpoint.Route.StartsWith("admin", StringComparison.OrdinalIgnoreCase) || endpoint.Route.StartsWith("runtime", StringComparison.OrdinalIgnoreCase))
            .Select(endpoint => $"the route {endpoint.Route} is in the host's own part")),
        new("equal routes", functions => Clashes(functions, (a, b) => a.Equals(b, StringComparison.OrdinalIgnoreCase))),
        new("ambiguous routes", functions => Clashes(functions, (a, b) => !a.Equals(b, StringComparison.OrdinalIgnoreCase) && Shape(a).Equals(Shape(b), StringComparison.OrdinalIgnoreCase))),
        MetadataRule.Each("access level", function => function.TriggersOf("Http").Select(trigger => $"{trigger.Settings["AuthLevel"]}")
            .Where(level => level is not ("Anonymous" or "Function" or "Admin")).Select(level => $"the level {level} is none that a key opens")),
    ];

    private static IEnumerable<string> Clashes(IReadOnlyList<FunctionDescription> functions, Func<string, string, bool> areSame)
    {
        Endpoint[] endpoints = [.. functions.SelectMany(Endpoints)];
        return from first in Enumerable.Range(0, endpoints.Length)
               from second in Enumerable.Range(first + 1, endpoints.Length - first - 1)
               let a = endpoints[first]
               let b = endpoints[second]
               where areSame(a.Route, b.Route) && Meet(a.Methods, b.Methods)
               select $"{b.Function}: the route {b.Route} is that of {a.Function}";
    }

    private static IEnumerable<Endpoint> Endpoints(FunctionDescription function) => function.TriggersOf("Http")
        .Select(trigger => new Endpoint(function.Name, (trigger.Setting<string>("Route") ?? function.Name).Trim('/'), trigger.Setting<string[]>("Methods") ?? []));

    // No methods means all of them.
    private static bool Meet(string[] a, string[] b) => a.Length == 0 || b.Length == 0 || a.Intersect(b, StringComparer.OrdinalIgnoreCase).Any();

    // A request tells routes apart by their text and their parameters' constraints, not by what a parameter is called.
    private static string Shape(string route) => ParameterName().Replace(route, "{$1");

    [GeneratedRegex(@"\{(\*{0,2})\w+")]
    private static partial Regex ParameterName();

    private sealed record Endpoint(string Function, string Route, string[] Methods);
}
