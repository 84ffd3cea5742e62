using System.Text.RegularExpressions;

namespace Work.Embedded.Hosting.Functions;

/// <summary>What the Functions host demands of names.</summary>
internal static partial class NameRules
{
    public static IEnumerable<string> Check(IEnumerable<string> names)
    {
        var all = names.ToList();
        foreach (var name in all.Where(name => !Pattern().IsMatch(name)))
        {
            yield return $"Function name '{name}' is not valid: a letter, then at most 127 letters, digits, '_' or '-'.";
        }

        foreach (var name in all.Where(name => name.Equals("host", StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"Function name '{name}' is reserved.";
        }

        foreach (var same in all.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
        {
            yield return $"Function name '{same.Key}' is used {same.Count()} times; names are unique, case ignored.";
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,127}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
