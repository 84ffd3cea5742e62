using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Work.Embedded.Hosting.Http;

/// <summary>The host's own answers when a function does not answer: problem+json (RFC 9457), without internals.</summary>
internal static class Problem
{
    private const string RetryAfterSeconds = "5";

    public static async Task WriteAsync(HttpContext http, int status, string title, string detail)
    {
        if (http.Response.HasStarted)
        {
            // Too late for another answer: cut it off, so that the caller cannot take it for a whole one.
            http.Abort();
            return;
        }

        http.Response.Clear();
        await WriteBodyAsync(http, status, title, detail);
    }

    /// <summary>The same, keeping headers that were already set.</summary>
    public static async Task WriteBodyAsync(HttpContext http, int status, string title, string detail)
    {
        http.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        http.Response.ContentType = "application/problem+json";
        var body = Body(http, status, title, detail);
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body);
    }

    private static byte[] Body(HttpContext http, int status, string title, string detail)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            json.WriteString("traceId", Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
