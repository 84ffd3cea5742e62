using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Work.Functions.Works;

namespace Work.Functions.Http;

/// <summary>Enqueues work.</summary>
public sealed class EnqueueFunctions(WorkEnqueuer enqueuer, IOptions<WorkOptions> options)
{
    private const int MaxKeyLength = 255;

    /// <summary>Enqueues one work or a continuation; 202 once it is stored.</summary>
    [Function("EnqueueWork")]
    public async Task<IActionResult> EnqueueAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "work")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> body = await Bodies.ReadAsync(request, options.Value.Limits);
        EnqueueAnswer answer = await enqueuer.EnqueueAsync(client, body, KeyOf(request), cancellation);
        request.HttpContext.Response.Headers.Location = answer.Work[0].Links.Self;
        if (answer.IsReplay)
        {
            request.HttpContext.Response.Headers["Idempotency-Replayed"] = "true";
        }

        return Answers.Json(answer, StatusCodes.Status202Accepted);
    }

    private static string? KeyOf(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out StringValues values))
        {
            return null;
        }

        string key = values.ToString();
        return key.Length is > 0 and <= MaxKeyLength ? key : throw new RefusedException(Refusals.Invalid("Idempotency-Key", $"must have 1 to {MaxKeyLength} characters"));
    }
}
