using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>Answers as JSON.</summary>
internal static class Answers
{
    /// <summary>An answer with a body.</summary>
    internal static IActionResult Json<T>(T body, int status = StatusCodes.Status200OK) => new JsonAnswer<T>(body, status, "application/json; charset=utf-8");

    /// <summary>A problem (RFC 9457).</summary>
    internal static IActionResult Problem(Refusal refusal) => new JsonAnswer<ProblemDetails>(DetailsOf(refusal), refusal.Status, "application/problem+json; charset=utf-8");

    // Whoever is asked to come again is told when.
    private const string RetryAfterSeconds = "5";

    /// <summary>What a problem says.</summary>
    internal static ProblemDetails DetailsOf(Refusal refusal) => new(
        $"https://www.rfc-editor.org/rfc/rfc9110#status.{refusal.Status}",
        refusal.Title,
        refusal.Status,
        refusal.Detail,
        (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToString(),
        refusal.Faults.Count == 0 ? null : refusal.Faults.GroupBy(fault => fault.Path).ToDictionary(path => path.Key, path => path.Select(fault => fault.Message).ToList()))
    {
        StopReason = refusal.StopReason,
    };

    /// <summary>A problem as it is written.</summary>
    internal sealed record ProblemDetails(string Type, string Title, int Status, string Detail, string TraceId, Dictionary<string, List<string>>? Errors)
    {
        public StopReason? StopReason { get; init; }
    }

    private sealed class JsonAnswer<T>(T body, int status, string contentType) : IActionResult
    {
        public async Task ExecuteResultAsync(ActionContext context)
        {
            HttpResponse response = context.HttpContext.Response;
            byte[] content = JsonSerializer.SerializeToUtf8Bytes(body, WorkJson.Options);
            response.StatusCode = status;
            response.ContentType = contentType;
            if (status == StatusCodes.Status503ServiceUnavailable)
            {
                response.Headers.RetryAfter = RetryAfterSeconds;
            }

            response.ContentLength = content.Length;
            await response.Body.WriteAsync(content, context.HttpContext.RequestAborted);
        }
    }
}
