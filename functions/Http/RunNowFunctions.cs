using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Work.Functions.Works;

namespace Work.Functions.Http;

/// <summary>Runs work before its time.</summary>
public sealed class RunNowFunctions(WorkFinder finder, DelaySkipper skipper)
{
    /// <summary>Skips the delay or the backoff that is left; 409 when the work is not enqueued.</summary>
    [Function("RunWorkNow")]
    public async Task<IActionResult> RunNowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "work/{id}/run-now")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        await skipper.SkipAsync(client, await FindAsync(client, id, cancellation), cancellation);
        return Answers.Json(await finder.ShowAsync(await FindAsync(client, id, cancellation), cancellation));
    }

    private async Task<FoundWork> FindAsync(DurableTaskClient client, string id, CancellationToken cancellation) =>
        await finder.FindAsync(client, id, cancellation) ?? throw new RefusedException(Refusals.UnknownWork(id));
}
