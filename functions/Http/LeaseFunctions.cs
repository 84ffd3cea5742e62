using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Work.Functions.Remote;
using Work.Functions.Workers;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>Hands out due works of external workers.</summary>
public sealed class LeaseFunctions(Leaser leaser, RemoteRuns runs, WorkerRegistry workers, TimeProvider clock, IOptions<WorkOptions> options)
{
    private WorkLimits Limits => options.Value.Limits;

    /// <summary>Leases due works; an empty list when there are none.</summary>
    [Function("LeaseWork")]
    public async Task<IActionResult> LeaseAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "leases")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> body = await Bodies.ReadAsync(request, Limits);
        return RemoteReader.TryReadLease(body, workers.ContextOf(Limits, clock.GetUtcNow()), out LeaseRequest? asked, out RejectedReading? rejected)
            ? Answers.Json(new LeaseList(await leaser.LeaseAsync(client, asked, cancellation)))
            : throw new RefusedException(Refusals.Of(rejected.Status, rejected.Faults));
    }

    /// <summary>Renews a lease.</summary>
    [Function("RenewLease")]
    public async Task<IActionResult> RenewAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "leases/{token}/heartbeat")] HttpRequest request,
        string token,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        HeartbeatRequest said = await RemoteBodies.HeartbeatAsync(request, Limits, isLease: true);
        return Answers.Json(new HeartbeatAnswer(await runs.HeartbeatAsync(client, token, isLease: true, said, cancellation)));
    }

    /// <summary>Ends the run of a lease.</summary>
    [Function("CompleteLease")]
    public async Task<IActionResult> CompleteAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "leases/{token}/complete")] HttpRequest request,
        string token,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        await runs.EndAsync(client, token, isLease: true, await RemoteBodies.ResultAsync(request, Limits), cancellation);
        return Answers.Json(new EndAnswer(true));
    }

    private sealed record LeaseList(IReadOnlyList<LeaseInfo> Leases);
}
