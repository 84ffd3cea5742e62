using System.Text.Json;
using Work.Functions.Workers;

namespace Work.Functions.Tests.Readme;

public sealed class GreetWorker : IWorker
{
    public Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop) =>
        Task.FromResult(WorkResult.Success(JsonSerializer.SerializeToElement(new { greeting = $"Hello, {context.Input.GetProperty("name")}!" })));
}
