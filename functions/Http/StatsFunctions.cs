using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Work.Functions.Stats;

namespace Work.Functions.Http;

/// <summary>Tells what there is, in numbers.</summary>
public sealed class StatsFunctions(StatsReader stats)
{
    /// <summary>Works by state and by worker, the age of the queue, and leases that ran out.</summary>
    [Function("GetStats")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "stats")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        Answers.Json(await stats.ReadAsync(client, cancellation));
}
