using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OpenTelemetry.Trace;
using Work.Functions.Tests.Workers;
using Work.Functions.Tests.Works;
using Xunit.Abstractions;

namespace Work.Functions.Tests.Telemetry;

[Collection(TelemetryCollection.Name)]
public sealed class ChainTraceTests(ITestOutputHelper output)
{
    private const string Orchestration = "orchestration:RunGraph@(1.0)";
    private const string Start = "create_orchestration:RunGraph@(1.0)";
    private const string Request = "POST /api/work";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheTraceOfAChainLeadsFromTheRequestThroughOrchestrationAndActivityToTheWorkersOwnCall(bool replayAlways)
    {
        (SpanMemory memory, TracerProvider listening) = SpanMemory.Listen();
        using TracerProvider provider = listening;
        await using TestSite site = await TestSite.StartAsync(context => context.Response.WriteAsync("{}"));
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        ActivityTraceId trace = ActivityTraceId.CreateRandom();
        var caller = ActivitySpanId.CreateRandom();
        (await TracedCaller.SendAsync(app, "/api/work", TracedCaller.TraceParent(trace, caller), Chain(site))).Dispose();
        await app.AdvanceAsync("PT2M");
        SpanTree tree = await memory.WaitAsync(trace, IsWhole);
        output.WriteLine(tree.ToString());

        Activity request = tree.Single(Request);
        Activity run = tree.Single("fetch");
        Activity call = Assert.Single(tree.Spans, span => span.ParentSpanId == run.SpanId && span.Source.Name == "System.Net.Http");
        Assert.Equal(caller, request.ParentSpanId);
        Assert.Equal(["fetch", "activity:RunWorker", "activity:RunWorker", Orchestration, Start, Request], tree.PathOf(run));
        Assert.Equal(
            [ActivityKind.Internal, ActivityKind.Server, ActivityKind.Client, ActivityKind.Server, ActivityKind.Producer, ActivityKind.Server],
            tree.UpFrom(run).Select(span => span.Kind));
        Assert.Equal(3, tree.Spans.Count(span => span is { DisplayName: "activity:RunWorker", Kind: ActivityKind.Server }));
        Assert.All(tree.Spans.Where(span => span != request), span => Assert.NotNull(tree.Parent(span)));
        Assert.Equal([call.SpanId.ToHexString()], site.Seen.Where(seen => seen.Path == "/a").Select(seen => TracedCaller.SpanOf(seen["traceparent"]!)));
        Assert.Equal([trace.ToHexString(), trace.ToHexString()], site.Seen.Select(seen => TracedCaller.TraceOf(seen["traceparent"]!)));
    }

    [Fact]
    public async Task SpansOfAnOrchestrationSayHowLongItTookAndWaitedByTheHostsClock()
    {
        (SpanMemory memory, TracerProvider listening) = SpanMemory.Listen();
        using TracerProvider provider = listening;
        await using TestApp app = await TestApp.StartAsync();
        ActivityTraceId trace = ActivityTraceId.CreateRandom();
        await TracedCaller.EnqueueAsync(app, trace, """{ "work": [ { "key": "a", "worker": "scripted" }, { "worker": "scripted", "after": ["a"], "initialDelay": "PT1M" } ] }""");
        await app.AdvanceAsync("PT2M");
        SpanTree tree = await memory.WaitAsync(trace, IsWhole);
        Assert.Equal(TimeSpan.FromMinutes(1), tree.Single(Orchestration).Duration);
        Assert.Equal((ActivityKind.Internal, TimeSpan.FromMinutes(1)), (tree.Single("orchestration:RunGraph:timer").Kind, tree.Single("orchestration:RunGraph:timer").Duration));
        Assert.Equal("Completed", tree.Single(Orchestration).GetTagItem("durabletask.task.status"));
    }

    [Fact]
    public async Task ARunThatFailsIsASpanWithItsErrorUnderTheNamesOfItsTagAndWorker()
    {
        (SpanMemory memory, TracerProvider listening) = SpanMemory.Listen();
        using TracerProvider provider = listening;
        await using TestApp app = await TestApp.StartAsync();
        ActivityTraceId trace = ActivityTraceId.CreateRandom();
        JsonObject answer = await TracedCaller.EnqueueAsync(app, trace, """
            { "work": [ { "key": "a", "worker": "scripted", "traceTag": "nightly", "input": { "attempts": [ { "result": "retry" }, { "result": "failure" } ] } } ] }
            """);
        await app.AdvanceAsync("PT5M");
        SpanTree tree = await memory.WaitAsync(trace, IsWhole);
        Activity[] runs = [.. tree.Spans.Where(span => span.DisplayName == "nightly").OrderBy(span => span.GetTagItem("work.attempt"))];
        Assert.Equal([("retry", ActivityStatusCode.Unset), ("failed", ActivityStatusCode.Error)], runs.Select(run => ((string?)run.GetTagItem("work.run.result"), run.Status)));
        Assert.All(runs, run => Assert.Equal((ChainTests.IdOf(answer, 0), "scripted"), (run.GetTagItem("work.id"), run.GetTagItem("work.worker"))));
    }

    internal static bool IsWhole(SpanTree tree) => tree.Spans.Any(span => span.DisplayName == Orchestration) && tree.Spans.Any(span => span.DisplayName == Request);

    private static string Chain(TestSite site) => $$"""
        { "work": [
          { "key": "a", "worker": "http", "traceTag": "fetch", "input": { "url": "{{site.Url}}a" } },
          { "key": "b", "worker": "http", "initialDelay": "PT1M", "after": ["a"], "input": { "url": "{{site.Url}}b" } },
          { "key": "c", "worker": "scripted", "after": ["b"] } ] }
        """;
}
