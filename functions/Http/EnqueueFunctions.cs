using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Work.Functions.Works;

namespace Work.Functions.Http;

/// <summary>Enqueues work.</summary>
public sealed class EnqueueFunctions(WorkEnqueuer enqueuer, IOptions<WorkOptions> options)
{
    /// <summary>Enqueues one work or a continuation; 202 once it is stored.</summary>
    [Function("EnqueueWork")]
    public async Task<IActionResult> EnqueueAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "work")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> body = await Bodies.ReadAsync(request, options.Value.Limits);
        return Accepted(request, await enqueuer.EnqueueAsync(client, body, IdempotencyKeys.Of(request), cancellation));
    }

    /// <summary>The answer to whatever stores new works.</summary>
    internal static IActionResult Accepted(HttpRequest request, EnqueueAnswer answer)
    {
        request.HttpContext.Response.Headers.Location = answer.Work[0].Links.Self;
        if (answer.IsReplay)
        {
            IdempotencyKeys.SayReplayed(request);
        }

        return Answers.Json(answer, StatusCodes.Status202Accepted);
    }
}
