using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Work.Embedded.Engine;

namespace Work.Benchmarks.App;

/// <summary>Tells what was counted since the start. It costs a few microseconds, so that it may be asked while a load runs.</summary>
public sealed class CounterFunctions(RunCount runs, DurableEngine engine)
{
    /// <summary>The counters.</summary>
    [Function("BenchmarkCounters")]
    public IActionResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "benchmark/counters")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        EngineStatistics statistics = engine.Statistics;
        return new Answer(JsonSerializer.SerializeToUtf8Bytes(new
        {
            runs = runs.Ended,
            commits = statistics.Commits,
            rows = statistics.Rows,
            steps = statistics.Steps,
            replays = statistics.Replays,
            inMemory = statistics.InMemoryInstances,
            collections = GC.CollectionCount(0),
            heapBytes = GC.GetTotalMemory(false),
            allocatedBytes = GC.GetTotalAllocatedBytes(),
            sqlite = statistics.SqliteVersion,
        }));
    }

    // With its length said, so that a reader needs to know no chunks.
    private sealed class Answer(byte[] content) : IActionResult
    {
        public async Task ExecuteResultAsync(ActionContext context)
        {
            HttpResponse response = context.HttpContext.Response;
            response.ContentType = "application/json";
            response.ContentLength = content.Length;
            await response.Body.WriteAsync(content, context.HttpContext.RequestAborted);
        }
    }
}
