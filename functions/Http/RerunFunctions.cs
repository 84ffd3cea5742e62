using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>Runs finished work again.</summary>
public sealed class RerunFunctions(WorkRerunner rerunner, WorkIntake intake, IOptions<WorkOptions> options)
{
    /// <summary>Enqueues a finished work again, and what hangs on it if that is asked for; 202 once the new works are stored.</summary>
    [Function("RerunWork")]
    public async Task<IActionResult> RerunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "work/{id}/rerun")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        intake.EnsureOpen();
        ReadOnlyMemory<byte> body = await Bodies.ReadAsync(request, options.Value.Limits);
        if (!RerunReader.TryRead(body, options.Value.Limits, out bool withDependents, out RejectedReading? rejected))
        {
            throw new RefusedException(Refusals.Of(rejected.Status, rejected.Faults));
        }

        return EnqueueFunctions.Accepted(request, await rerunner.RerunAsync(client, id, withDependents, IdempotencyKeys.Of(request), cancellation));
    }
}
