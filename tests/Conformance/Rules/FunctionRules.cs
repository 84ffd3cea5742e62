using System.Text.RegularExpressions;

namespace Conformance.Rules;

/// <summary>
/// What the Functions host demands of an app's functions before it starts, and one thing it finds out only when a request comes: two
/// routes that differ in the names of their parameters alone.
/// </summary>
internal static partial class FunctionRules
{
    public static IReadOnlyList<string> Faults(IReadOnlyList<FunctionDescription> functions) =>
    [
        .. functions.SelectMany(NameFaults),
        .. functions.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {g.Count()} functions have this name"),
        .. functions.SelectMany(BindingFaults),
        .. functions.SelectMany(RouteFaults),
        .. Clashes(functions),
    ];

    private static IEnumerable<string> NameFaults(FunctionDescription function)
    {
        if (!FunctionName().IsMatch(function.Name))
        {
            yield return $"{function.Name}: a name begins with a letter and has up to 127 letters, digits, '_' and '-' after it";
        }

        if (function.Name.Equals("host", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{function.Name}: the name is the host's own";
        }
    }

    private static IEnumerable<string> BindingFaults(FunctionDescription function)
    {
        int triggers = function.Bindings.Count(b => b.Direction == BindingDirection.Trigger);
        if (triggers != 1)
        {
            yield return $"{function.Name}: {triggers} triggers, there must be one";
        }

        foreach (IGrouping<string, BindingDescription> same in function.Bindings.GroupBy(b => b.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            yield return $"{function.Name}: {same.Count()} bindings are named {same.Key}";
        }
    }

    private static IEnumerable<string> RouteFaults(FunctionDescription function)
        => from endpoint in Endpoints(function)
           where endpoint.Route.StartsWith("admin", StringComparison.OrdinalIgnoreCase) || endpoint.Route.StartsWith("runtime", StringComparison.OrdinalIgnoreCase)
           select $"{function.Name}: the route {endpoint.Route} is in the host's own part";

    private static IEnumerable<string> Clashes(IReadOnlyList<FunctionDescription> functions)
    {
        Endpoint[] endpoints = [.. functions.SelectMany(Endpoints)];
        return from first in Enumerable.Range(0, endpoints.Length)
               from second in Enumerable.Range(first + 1, endpoints.Length - first - 1)
               let a = endpoints[first]
               let b = endpoints[second]
               where Shape(a.Route).Equals(Shape(b.Route), StringComparison.OrdinalIgnoreCase) && Meet(a.Methods, b.Methods)
               select $"{b.Function}: the route {b.Route} is that of {a.Function}";
    }

    private static IEnumerable<Endpoint> Endpoints(FunctionDescription function)
        => function.Bindings.Where(b => b.IsHttp && b.Direction == BindingDirection.Trigger)
            .Select(b => new Endpoint(function.Name, (b.Route ?? function.Name).Trim('/'), b.Methods));

    // No methods means all of them.
    private static bool Meet(string[] a, string[] b) => a.Length == 0 || b.Length == 0 || a.Intersect(b, StringComparer.OrdinalIgnoreCase).Any();

    // A request tells routes apart by their text and their parameters' constraints, not by what a parameter is called.
    private static string Shape(string route) => ParameterName().Replace(route, "{$1");

    [GeneratedRegex(@"^[a-z][a-z0-9_\-]{0,127}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FunctionName();

    [GeneratedRegex(@"\{(\*{0,2})\w+")]
    private static partial Regex ParameterName();

    private sealed record Endpoint(string Function, string Route, string[] Methods);
}
