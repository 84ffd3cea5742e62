using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>Reads and writes the headers that name the generation of a work.</summary>
internal static class ETags
{
    private const string Any = "*";

    /// <summary>Says which generation the answer shows.</summary>
    internal static void Say(HttpRequest request, WorkInfo work) => request.HttpContext.Response.Headers.ETag = Of(work.Generation);

    /// <summary>Which generations the caller means by <c>If-Match</c>: those that it names, or all. A weak tag matches none (RFC 9110, 13.1.1).</summary>
    /// <exception cref="RefusedException">The header is none (400).</exception>
    internal static Func<int, bool> Condition(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("If-Match", out StringValues values))
        {
            return _ => true;
        }

        string[] tags = values.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return tags.Length > 0 && tags.All(IsTag)
            ? generation => tags.Contains(Any) || tags.Contains(Of(generation))
            : throw new RefusedException(Refusals.Invalid("If-Match", "must be * or entity tags, each in quotes"));
    }

    private static bool IsTag(string text) =>
        text == Any || (text.EndsWith('"') && (text.StartsWith('"') ? text.Length >= 2 : text.StartsWith("W/\"", StringComparison.Ordinal) && text.Length >= 4));

    private static string Of(int generation) => string.Create(CultureInfo.InvariantCulture, $"\"{generation}\"");
}
