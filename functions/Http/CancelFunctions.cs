using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Work.Functions.Works;

namespace Work.Functions.Http;

/// <summary>Cancels work.</summary>
public sealed class CancelFunctions(WorkCanceller canceller)
{
    /// <summary>Cancels a work and what hangs on it. Cancelling what is finished or unknown is no error.</summary>
    [Function("CancelWork")]
    public async Task<IActionResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "work/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        Answers.Json(new CancelAnswer(await canceller.CancelAsync(client, id, cancellation)));

    private sealed record CancelAnswer(IReadOnlyList<string> Cancelled);
}
