using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using Work.Functions.Tests.Workers;
using Work.Functions.Tests.Works;
using Work.Functions.Workers;
using Work.Model;

namespace Work.Functions.Tests.Telemetry;

/// <summary>The trace of a request is kept with what it enqueued.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class StoredTraceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ATraceGoesOnAfterACrashUnderTheSpansThatWereAnnouncedBeforeIt(bool replayAlways)
    {
        (SpanMemory memory, TracerProvider listening) = SpanMemory.Listen();
        using TracerProvider provider = listening;
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        ActivityTraceId trace = ActivityTraceId.CreateRandom();
        await TracedCaller.EnqueueAsync(app, trace, """
            { "work": [ { "key": "a", "worker": "scripted", "traceTag": "first" }, { "worker": "scripted", "traceTag": "second", "after": ["a"], "initialDelay": "PT1M" } ] }
            """);
        await app.IdleAsync();
        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("PT2M");
        SpanTree tree = await memory.WaitAsync(trace, ChainTraceTests.IsWhole);
        Assert.Equal(tree.PathOf(tree.Single("first"))[1..], tree.PathOf(tree.Single("second"))[1..]);
        Assert.Equal("POST /api/work", tree.PathOf(tree.Single("second"))[^1]);
        Assert.Equal(TimeSpan.FromMinutes(1), tree.Single("orchestration:RunGraph@(1.0)").Duration);
    }

    [Fact]
    public async Task WorkUnderAUniqueNameRunsInTheTraceOfItsOwnRequestAndNotOfWhoeverCameFirst()
    {
        (SpanMemory memory, TracerProvider listening) = SpanMemory.Listen();
        using TracerProvider provider = listening;
        await using TestApp app = await TestApp.StartAsync();
        ActivityTraceId first = ActivityTraceId.CreateRandom();
        ActivityTraceId second = ActivityTraceId.CreateRandom();
        await TracedCaller.EnqueueAsync(app, first, """{ "uniqueName": "n", "work": [ { "worker": "scripted", "traceTag": "one", "initialDelay": "PT1M" } ] }""");
        await TracedCaller.EnqueueAsync(app, second, """{ "uniqueName": "n", "existingWorkPolicy": "append", "work": [ { "worker": "scripted", "traceTag": "two" } ] }""");
        await app.AdvanceAsync("PT2M");
        SpanTree tree = await memory.WaitAsync(second, seen => seen.Spans.Any(span => span.DisplayName == "two"));
        Activity run = tree.Single("two");
        Assert.Equal("POST /api/work", tree.PathOf(run)[^1]);
        Assert.Equal([first], run.Links.Select(link => link.Context.TraceId));
        Assert.DoesNotContain(memory.Of(first).Spans, span => span.DisplayName == "two");
    }

    [Fact]
    public async Task AReplacedScheduledStartLeavesTheRunInTheTraceOfTheRequestThatEnqueuedIt()
    {
        (SpanMemory memory, TracerProvider listening) = SpanMemory.Listen();
        using TracerProvider provider = listening;
        await using TestApp app = await TestApp.StartAsync();
        ActivityTraceId enqueued = ActivityTraceId.CreateRandom();
        string id = (string)(await TracedCaller.EnqueueAsync(app, enqueued, """{ "worker": "scripted", "traceTag": "later", "initialDelay": "PT1H" }"""))["work"]![0]!["id"]!;
        (await TracedCaller.SendAsync(app, $"/api/work/{id}/run-now", TracedCaller.TraceParent(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom()), "{}")).Dispose();
        await app.IdleAsync();
        SpanTree tree = await memory.WaitAsync(enqueued, seen => seen.Spans.Any(span => span.DisplayName == "later"));
        Assert.Equal(["later", "POST /api/work"], tree.PathOf(tree.Single("later")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACallersTraceReachesTheWorkersCallsAlsoWhereNobodyListens(bool crashes)
    {
        await using TestSite site = await TestSite.StartAsync(context => context.Response.WriteAsync("{}"));
        await using TestApp app = await TestApp.StartAsync();
        ActivityTraceId trace = ActivityTraceId.CreateRandom();
        await TracedCaller.EnqueueAsync(app, trace, $$"""{ "work": [ { "key": "a", "worker": "scripted" }, { "worker": "http", "after": ["a"], "initialDelay": "PT1M", "input": { "url": "{{site.Url}}" } } ] }""");
        await app.IdleAsync();
        if (crashes)
        {
            await app.CrashAndRestartAsync();
        }

        await app.AdvanceAsync("PT2M");
        Assert.Equal([trace.ToHexString()], site.Seen.Select(seen => TracedCaller.TraceOf(seen["traceparent"]!)));
        Assert.DoesNotContain(site.Seen, seen => seen["baggage"] is not null || seen["Correlation-Context"] is not null || seen["Request-Id"] is not null);
    }

    [Fact]
    public async Task TheStateOfACallersTraceGoesAlong()
    {
        const string State = "vendor=one,other=two";
        await using TestSite site = await TestSite.StartAsync(context => context.Response.WriteAsync("{}"));
        await using TestApp app = await TestApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/work") { Content = new StringContent($$"""{ "worker": "http", "input": { "url": "{{site.Url}}" } }""", System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("traceparent", TracedCaller.TraceParent(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom()));
        request.Headers.Add("tracestate", State);
        (await app.Client.SendAsync(request)).EnsureSuccessStatusCode().Dispose();
        await app.IdleAsync();
        Assert.Equal([State], site.Seen.Select(seen => seen["tracestate"]));
    }

    [Fact]
    public async Task WhereNobodyListensAndNoCallerTracesNothingIsMadeOrStoredOrSent()
    {
        List<string?> seenByWorkers = [];
        await using TestSite site = await TestSite.StartAsync(context => context.Response.WriteAsync("{}"));
        await using TestApp app = await TestApp.StartAsync(configure: builder => builder.Services.AddSingleton(seenByWorkers).AddWorker<ActivityWorker>("seeing"));
        await app.EnqueueAsync($$"""{ "work": [ { "key": "a", "worker": "seeing" }, { "worker": "http", "after": ["a"], "input": { "url": "{{site.Url}}" } } ] }""");
        await app.IdleAsync();
        Assert.Equal([null], seenByWorkers);
        Assert.Equal([null], site.Seen.Select(seen => seen["traceparent"]));
    }

    // Notes under which span it runs.
    private sealed class ActivityWorker(List<string?> seen) : IWorker
    {
        public Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
        {
            seen.Add(Activity.Current?.Id);
            return Task.FromResult(WorkResult.Success());
        }
    }
}
