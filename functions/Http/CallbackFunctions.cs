using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Work.Functions.Remote;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>
/// Takes the callbacks of runs that go on elsewhere. The token is what allows the call: who was given it cannot have the key of this host.
/// </summary>
public sealed class CallbackFunctions(RemoteRuns runs, IOptions<WorkOptions> options)
{
    /// <summary>Ends the run.</summary>
    [Function("EndRun")]
    public async Task<IActionResult> EndAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "callbacks/{token}")] HttpRequest request,
        string token,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        await runs.EndAsync(client, token, isLease: false, await RemoteBodies.ResultAsync(request, options.Value.Limits), cancellation);
        return Answers.Json(new EndAnswer(true));
    }

    /// <summary>Shows that the run is alive.</summary>
    [Function("KeepRunAlive")]
    public async Task<IActionResult> HeartbeatAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "callbacks/{token}/heartbeat")] HttpRequest request,
        string token,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        HeartbeatRequest said = await RemoteBodies.HeartbeatAsync(request, options.Value.Limits, isLease: false);
        return Answers.Json(new HeartbeatAnswer(await runs.HeartbeatAsync(client, token, isLease: false, said, cancellation)));
    }
}
