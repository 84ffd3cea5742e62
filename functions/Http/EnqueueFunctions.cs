using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Work.Functions.Works;

namespace Work.Functions.Http;

/// <summary>Enqueues work.</summary>
public sealed class EnqueueFunctions(WorkEnqueuer enqueuer, WorkIntake intake, BodyLane lane, IOptions<WorkOptions> options)
{
    /// <summary>Enqueues one work or a continuation; 202 once it is stored.</summary>
    [Function("EnqueueWork")]
    public async Task<IActionResult> EnqueueAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "work")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        intake.EnsureOpen();
        ReadOnlyMemory<byte> body = await Bodies.ReadAsync(request, options.Value.Limits);
        using BodyLane.Place place = await lane.EnterAsync(body.Length, cancellation);
        return Accepted(request, await enqueuer.EnqueueAsync(client, body, IdempotencyKeys.Of(request), cancellation));
    }

    /// <summary>The answer to whatever stores new works. What was kept can be gone by now, and then there is nothing to point to.</summary>
    internal static IActionResult Accepted(HttpRequest request, EnqueueAnswer answer)
    {
        if (answer.Work is [var first, ..])
        {
            request.HttpContext.Response.Headers.Location = first.Links.Self;
        }

        if (answer.IsReplay)
        {
            IdempotencyKeys.SayReplayed(request);
        }

        return Answers.Json(answer, StatusCodes.Status202Accepted);
    }
}
