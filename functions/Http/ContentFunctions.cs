using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.Extensions.Options;
using Work.Functions.Works;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Http;

/// <summary>Changes of content that works wait for.</summary>
public sealed class ContentFunctions(IOptions<WorkOptions> options)
{
    /// <summary>Tells of a change; 202 once it is stored.</summary>
    [Function("ReportContentChange")]
    public async Task<IActionResult> ReportAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "content-changes")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> body = await Bodies.ReadAsync(request, options.Value.Limits);
        if (!ContentChangeReader.TryRead(body, options.Value.Limits, out ContentChange? change, out RejectedReading? rejected))
        {
            throw new RefusedException(Refusals.Of(rejected.Status, rejected.Faults));
        }

        await client.Entities.SignalEntityAsync(ContentEntity.Id, ContentEntity.Changed, change.Uri, cancellation: cancellation);
        return Answers.Json(change, StatusCodes.Status202Accepted);
    }
}
