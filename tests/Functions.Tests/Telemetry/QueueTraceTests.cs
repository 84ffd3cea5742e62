using System.Diagnostics;
using OpenTelemetry.Trace;
using Work.Functions.Tests.Costs;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Telemetry;

/// <summary>A message that asks for work begins the trace of that work.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class QueueTraceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task TheRunOfAWorkStandsUnderTheMessageThatAskedForIt()
    {
        (SpanMemory memory, TracerProvider listening) = SpanMemory.Listen();
        using TracerProvider provider = listening;
        await using QueueSite queues = await QueueSite.StartAsync();
        await using TestApp app = await TestApp.StartAsync(more: ("AzureWebJobsStorage", queues.ConnectionString));
        await queues.Open("work-requests").SendMessageAsync(Convert.ToBase64String("""{ "worker": "scripted", "traceTag": "import" }"""u8));
        await queues.Deleted.WaitAsync(Limit);
        await app.IdleAsync();

        Activity run = await memory.WaitAsync("import", Limit);
        SpanTree tree = await memory.WaitAsync(run.TraceId, seen => seen.Spans.Any(span => span.DisplayName == "EnqueueFromQueue") && seen.Spans.Any(span => span.DisplayName == "orchestration:RunGraph@(1.0)"));
        Assert.Equal(
            ["import", "activity:RunWorker", "activity:RunWorker", "orchestration:RunGraph@(1.0)", "create_orchestration:RunGraph@(1.0)", "EnqueueFromQueue"],
            tree.PathOf(run));
        Activity root = tree.Single("EnqueueFromQueue");
        Assert.Equal((ActivityKind.Consumer, "pubsub", "work-requests", 1L), (root.Kind, root.GetTagItem("faas.trigger"), root.GetTagItem("messaging.destination.name"), root.GetTagItem("messaging.message.delivery_count")));
    }
}
