using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Load.Fuzz;

/// <summary>Writes paths and queries, good ones and odd ones.</summary>
internal static partial class TargetMaker
{
    private static readonly string[] OddSegments =
    [
        "..", ".", "%2e%2e", "%2E%2E%2F%2E%2E", "%00", "a%00b", "%2F", "a%2Fb", "%5c", "%25", "%", "%zz", "%c3%28", "%ff", "%ed%a0%80", "%0d%0a", "%0aX:1", "%7f", "%20", "+", "%e2%80%ae", "%F0%9F%92%A9",
        "a:b", "c:", "c:x", "alias:a", "@a@b", "@x@@y", "*", "{id}", "~", "-1", "0", "null", "w", "w0123456789012345678901.0", "w0123456789012345678901.999999999999", "wzzzzzzzzzzzzzzzzzzzzzz.1.2.3", "w.......", "w1.-1", "%C4%B0", ";x=1", "&", "=", "'", "%22", "%3Cb%3E", "a%E2%80%8Bb",
        "%F4%8F%BF%BF", "cancel", "prune", "batch", "events", "name:a", "k:a",
    ];

    private static readonly string[] OddValues = ["", "-1", "0", "99999999999999999999", "2147483648", "1e3", " 1", "%00", "%ff", "%", "%zz", "PT", "PT61S", "P1D", "-PT1S", "00:00:00.1", "PT0.1S", "running,failed", "RUNNING", "1", "a=b", "%F0%9F%92%A9", "*", "%0d%0a", "'", "%2e%2e%2f"];

    /// <summary>The target of a request of a route.</summary>
    public static string Make(Route route, Words words, Random chance, double oddity)
    {
        string path = Parameter().Replace(route.Path, match => Segment(match.Groups[1].Value, words, chance, oddity));
        if (chance.NextDouble() < oddity / 3)
        {
            path = chance.Next(8) switch
            {
                0 => path + "/",
                1 => path.ToUpperInvariant(),
                2 => path.Replace("/", "//", StringComparison.Ordinal),
                3 => path + "/" + OddSegments[chance.Next(OddSegments.Length)],
                4 => path[..chance.Next(1, path.Length)],
                5 => "/" + OddSegments[chance.Next(OddSegments.Length)] + path,
                6 => "http://127.0.0.1" + path,
                _ => path.Replace("/api/", "/api/./x/../", StringComparison.Ordinal),
            };
        }

        return path + Query(route, words, chance, oddity);
    }

    private static string Segment(string name, Words words, Random chance, double oddity)
    {
        if (chance.NextDouble() >= oddity)
        {
            return Uri.EscapeDataString(words.For(name, chance));
        }

        return chance.Next(12) switch
        {
            0 => new string('a', OddJson.Length(chance) % 7_000),
            1 => string.Concat(Enumerable.Repeat("%F0%9F%92%A9", chance.Next(1, 60))),
            2 => string.Create(CultureInfo.InvariantCulture, $"{words.For("id", chance)}.{chance.NextInt64(-5, 5_000_000_000)}"),
            3 => words.For("id", chance) + OddSegments[chance.Next(OddSegments.Length)],
            _ => OddSegments[chance.Next(OddSegments.Length)],
        };
    }

    private static string Query(Route route, Words words, Random chance, double oddity)
    {
        var parts = new List<string>();
        foreach (string name in route.Queries.Where(_ => chance.Next(3) == 0))
        {
            for (int i = chance.Next(8) == 0 ? chance.Next(60) : 1; i > 0; i--)
            {
                parts.Add($"{name}={(chance.NextDouble() < oddity * 2 ? OddValues[chance.Next(OddValues.Length)] : Uri.EscapeDataString(words.For(name, chance)))}");
            }
        }

        if (chance.NextDouble() < oddity)
        {
            parts.Add(chance.Next(5) switch
            {
                0 => "unknown=1",
                1 => "&&&",
                2 => "=",
                3 => "%00=%00",
                _ => string.Join('&', Enumerable.Range(0, 700).Select(i => string.Create(CultureInfo.InvariantCulture, $"q{i}"))),
            });
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();
}
