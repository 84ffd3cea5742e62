using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Work.Functions.Workers;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>Tells which workers there are, pauses and resumes them.</summary>
public sealed class WorkersFunctions(WorkerRegistry workers, WorkerPauses pauses)
{
    /// <summary>Names, descriptions, input schemas, and whether they are paused.</summary>
    [Function("ListWorkers")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "workers")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var shown = new List<WorkerInfo>();
        foreach (string name in workers.Names)
        {
            shown.Add(Show(workers.TryGet(name)!, await WorkerPauses.ReadAsync(client, name, cancellation)));
        }

        return Answers.Json(new WorkerList(shown));
    }

    /// <summary>Nothing new of the worker starts from here on; what runs goes on.</summary>
    [Function("PauseWorker")]
    public Task<IActionResult> PauseAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "workers/{name}/pause")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        SetAsync(client, name, paused: true, cancellation);

    /// <summary>What waits for the worker starts again.</summary>
    [Function("ResumeWorker")]
    public Task<IActionResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "workers/{name}/resume")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        SetAsync(client, name, paused: false, cancellation);

    private async Task<IActionResult> SetAsync(DurableTaskClient client, string name, bool paused, CancellationToken cancellation)
    {
        WorkerRegistration worker = workers.TryGet(name) ?? throw new RefusedException(Refusals.UnknownWorker(name));
        return Answers.Json(Show(worker, await pauses.SetAsync(client, name, paused, cancellation)));
    }

    private static WorkerInfo Show(WorkerRegistration worker, bool paused) => new(worker.Name, worker.Description, worker.InputSchema, worker.IsExternal, paused);

    private sealed record WorkerList(IReadOnlyList<WorkerInfo> Workers);
}
