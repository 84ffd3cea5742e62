using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Testing;

/// <summary>Reads the small bodies of the testing paths.</summary>
internal static class TestingRequests
{
    /// <summary>Where the clock is to go: <c>by</c> a duration or <c>to</c> an instant.</summary>
    internal static async Task<DateTimeOffset> TargetAsync(HttpRequest request, DateTimeOffset now)
    {
        JsonElement body = await BodyAsync(request);
        string? by = Text(body, "by");
        string? to = Text(body, "to");
        return (by, to) switch
        {
            ({ } length, null) when IsoDuration.TryParse(length, out TimeSpan step) && step >= TimeSpan.Zero && step <= DateTimeOffset.MaxValue - now => now + step,
            (null, { } instant) when Rfc3339.TryParse(instant, out DateTimeOffset target) => target,
            _ => throw new RefusedException(Refusals.Invalid("$", "must have either \"by\", an ISO 8601 duration that is not negative, or \"to\", an RFC 3339 instant")),
        };
    }

    /// <summary>Why to stop a run.</summary>
    internal static async Task<StopReason> ReasonAsync(HttpRequest request) =>
        Text(await BodyAsync(request), "reason") is { Length: > 0 } text && char.IsAsciiLetterLower(text[0])
        && Enum.TryParse(text, ignoreCase: true, out StopReason reason) && reason != StopReason.NotStopped
            ? reason
            : throw new RefusedException(Refusals.Invalid("reason", "must be a stop reason other than notStopped"));

    private static async Task<JsonElement> BodyAsync(HttpRequest request)
    {
        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new RefusedException(Refusals.Invalid("$", "must be a JSON object"));
        }
        catch (JsonException fault)
        {
            throw new RefusedException(Refusals.Invalid("$", fault.Message));
        }
    }

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
