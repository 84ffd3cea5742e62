using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>Reads whole continuations.</summary>
public sealed class ChainFunctions(ChainReader chains, WorkFinder finder)
{
    /// <summary>All works of a continuation, in their order.</summary>
    [Function("GetChain")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "chains/{chainId}")] HttpRequest request,
        string chainId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        IReadOnlyList<StoredGraph> parts = await chains.ReadAsync(client, chainId, cancellation) ?? throw new RefusedException(Refusals.UnknownChain(chainId));
        var shown = new List<WorkInfo>();
        foreach (StoredGraph part in parts)
        {
            foreach (FoundWork work in FoundWork.Of(part))
            {
                shown.Add(await finder.ShowAsync(work, cancellation));
            }
        }

        return Answers.Json(new Chain(chainId, parts[0].Input.UniqueName, shown));
    }

    private sealed record Chain(string ChainId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UniqueName, IReadOnlyList<WorkInfo> Work);
}
