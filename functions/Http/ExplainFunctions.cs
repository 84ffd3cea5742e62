using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Work.Functions.Works;

namespace Work.Functions.Http;

/// <summary>Says why a work is where it is.</summary>
public sealed class ExplainFunctions(WorkExplainer explainer)
{
    /// <summary>What a work waits for.</summary>
    [Function("ExplainWork")]
    public async Task<IActionResult> ExplainAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "work/{id}/explain")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        Answers.Json(await explainer.ExplainAsync(client, id, cancellation) ?? throw new RefusedException(Refusals.UnknownWork(id)));
}
