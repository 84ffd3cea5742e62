using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Work.Functions.Works;

namespace Work.Functions.Http;

/// <summary>Updates work.</summary>
public sealed class UpdateFunctions(WorkUpdater updater, IOptions<WorkOptions> options)
{
    /// <summary>Replaces the request of a work that has not finished; with <c>If-Match</c>, only in the generation that the caller saw.</summary>
    [Function("UpdateWork")]
    public async Task<IActionResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "work/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> body = await Bodies.ReadAsync(request, options.Value.Limits);
        UpdateAnswer answer = await updater.UpdateAsync(client, id, body, ETags.Condition(request), cancellation);
        ETags.Say(request, answer.Work);
        return Answers.Json(answer);
    }
}
