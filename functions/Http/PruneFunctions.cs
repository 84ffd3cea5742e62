using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Work.Functions.Works;

namespace Work.Functions.Http;

/// <summary>Prunes work.</summary>
public sealed class PruneFunctions(WorkPruner pruner)
{
    /// <summary>Removes all finished work that no unfinished work waits for, whatever its <c>keepResultsFor</c> says.</summary>
    [Function("PruneWork")]
    public async Task<IActionResult> PruneAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "work/prune")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        Answers.Json(new PruneAnswer(await pruner.PruneAsync(client, onlyOld: false, cancellation)));

    private sealed record PruneAnswer(int Pruned);
}
