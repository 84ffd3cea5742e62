using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Work.Embedded.Hosting.Setup;

namespace Work.Embedded.Hosting.Functions;

/// <summary>What the Functions host demands of routes, and one thing more: two routes that differ in parameter names only are ambiguous at run time.</summary>
internal static partial class HttpRules
{
    public static string RouteOf(string name, HttpTriggerAttribute trigger, SettingNames settings) =>
        settings.Resolve(trigger.Route ?? name).Trim('/');

    public static string PatternOf(Function function, string routePrefix, SettingNames settings) =>
        "/" + string.Join('/', new[] { routePrefix.Trim('/'), RouteOf(function.Name, (HttpTriggerAttribute)function.Trigger, settings) }
            .Where(part => part.Length > 0));

    public static IEnumerable<string> Check(IReadOnlyList<Function> functions, string routePrefix, SettingNames settings)
    {
        var routes = functions.Where(function => function.Kind == TriggerKind.Http)
            .Select(function => (Function: function, Route: RouteOf(function.Name, (HttpTriggerAttribute)function.Trigger, settings)))
            .ToList();
        foreach (var (function, route) in routes)
        {
            if (Reserved().IsMatch(route))
            {
                yield return $"Function '{function.Name}': the route '{route}' starts with 'admin' or 'runtime', which are the host's own.";
            }

            if (PatternFault(PatternOf(function, routePrefix, settings)) is { } fault)
            {
                yield return $"Function '{function.Name}': the route '{route}' is not valid: {fault}";
            }
        }

        foreach (var (first, second) in Clashes(routes))
        {
            yield return $"Functions '{first.Name}' and '{second.Name}' answer the same route and methods.";
        }
    }

    private static IEnumerable<(Function First, Function Second)> Clashes(IEnumerable<(Function Function, string Route)> routes) =>
        from same in routes.GroupBy(one => Shape(one.Route), one => one.Function)
        let functions = same.ToList()
        from first in Enumerable.Range(0, functions.Count)
        from second in Enumerable.Range(first + 1, functions.Count - first - 1)
        where MethodsMeet((HttpTriggerAttribute)functions[first].Trigger, (HttpTriggerAttribute)functions[second].Trigger)
        select (functions[first], functions[second]);

    private static bool MethodsMeet(HttpTriggerAttribute first, HttpTriggerAttribute second) =>
        first.Methods is not { Length: > 0 } some || second.Methods is not { Length: > 0 } others
        || some.Intersect(others, StringComparer.OrdinalIgnoreCase).Any();

    private static string? PatternFault(string pattern)
    {
        try
        {
            RoutePatternFactory.Parse(pattern);
            return null;
        }
        catch (RoutePatternException e)
        {
            return e.Message;
        }
    }

    // {name:int} and {other:int} are the same to a request; {name:int} and {name:alpha} are not.
    private static string Shape(string route) => ParameterName().Replace(route.ToUpperInvariant(), "{");

    [GeneratedRegex("^(admin|runtime)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reserved();

    [GeneratedRegex(@"\{\**[A-Z0-9_]+", RegexOptions.CultureInvariant)]
    private static partial Regex ParameterName();
}
