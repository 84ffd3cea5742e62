using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Work.Functions.Works;

namespace Work.Functions.Http;

/// <summary>Reads and writes the headers of idempotency keys.</summary>
internal static class IdempotencyKeys
{
    private const int MaxLength = 255;

    /// <summary>The key of a request; null when it has none.</summary>
    /// <exception cref="RefusedException">It is empty or too long (400).</exception>
    internal static string? Of(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out StringValues values))
        {
            return null;
        }

        string key = values.ToString();
        return key.Length is > 0 and <= MaxLength ? key : throw new RefusedException(Refusals.Invalid("Idempotency-Key", $"must have 1 to {MaxLength} characters"));
    }

    /// <summary>The key of one entry of a batch. No header holds a line break, so it is never a key that a request has of its own.</summary>
    internal static string? OfEntry(string? key, int position) => key is null ? null : string.Create(CultureInfo.InvariantCulture, $"{key}\n{position}");

    /// <summary>Says that the answer is the first one, given again.</summary>
    internal static void SayReplayed(HttpRequest request) => request.HttpContext.Response.Headers["Idempotency-Replayed"] = "true";
}
