using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Work.Functions.Callers;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>Cancels work.</summary>
public sealed class CancelFunctions(WorkCanceller canceller, IOptions<WorkOptions> options)
{
    /// <summary>Cancels a work and what hangs on it. Cancelling what is finished or unknown is no error.</summary>
    [Function("CancelWork")]
    public async Task<IActionResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "work/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> body = await Bodies.ReadAsync(request, options.Value.Limits);
        return CancelOneReader.TryRead(body, options.Value.Limits, out StopReason reason, out RejectedReading? rejected)
            ? Answers.Json(new CancelAnswer(await canceller.CancelAsync(client, id, reason, cancellation)))
            : throw new RefusedException(Refusals.Of(rejected.Status, rejected.Faults));
    }

    /// <summary>Cancels all unfinished work with a tag, of a unique name, or all there is, and what hangs on it. That there is none is no error.</summary>
    [Function("CancelManyWorks")]
    public async Task<IActionResult> CancelManyAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "work/cancel")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> body = await Bodies.ReadAsync(request, options.Value.Limits);
        if (!CancelReader.TryRead(body, options.Value.Limits, out CancelRequest? asked, out RejectedReading? rejected))
        {
            throw new RefusedException(Refusals.Of(rejected.Status, rejected.Faults));
        }

        if (asked.All)
        {
            CallerRoles.Demand(request.HttpContext, WorkRoles.Operate);
        }

        return Answers.Json(new CancelAnswer(await canceller.CancelAsync(client, asked, cancellation)));
    }

    private sealed record CancelAnswer(IReadOnlyList<string> Cancelled);
}
