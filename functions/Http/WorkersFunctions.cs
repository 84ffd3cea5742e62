using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Work.Functions.Workers;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>Tells which workers there are.</summary>
public sealed class WorkersFunctions(WorkerRegistry workers)
{
    /// <summary>Names, descriptions and input schemas.</summary>
    [Function("ListWorkers")]
    public IActionResult List([HttpTrigger(AuthorizationLevel.Function, "get", Route = "workers")] HttpRequest request) =>
        Answers.Json(new WorkerList([.. workers.Names.Select(name => workers.TryGet(name)!).Select(worker => new WorkerInfo(worker.Name, worker.Description, worker.InputSchema, worker.IsExternal))]));

    private sealed record WorkerList(IReadOnlyList<WorkerInfo> Workers);
}
