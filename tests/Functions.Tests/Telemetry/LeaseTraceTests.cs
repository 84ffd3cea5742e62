using System.Diagnostics;
using System.Text.Json.Nodes;
using OpenTelemetry.Trace;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Telemetry;

/// <summary>Whoever leases a run goes on with the trace of the request that enqueued the work.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class LeaseTraceTests
{
    private const string Work = """{ "worker": "outside", "traceTag": "render" }""";
    private const string Lease = """{ "workers": ["outside"] }""";

    [Fact]
    public async Task ALeaseStandsUnderTheRequestThatEnqueuedTheWorkWithALinkToTheOneThatTookIt()
    {
        (SpanMemory memory, TracerProvider listening) = SpanMemory.Listen();
        using TracerProvider provider = listening;
        await using TestApp app = await StartAsync();
        ActivityTraceId enqueued = ActivityTraceId.CreateRandom();
        ActivityTraceId leased = ActivityTraceId.CreateRandom();
        await TracedCaller.EnqueueAsync(app, enqueued, Work);
        string told = (await LeaseAsync(app, leased))!;

        SpanTree tree = await memory.WaitAsync(enqueued, seen => seen.Spans.Any(span => span.DisplayName == "lease render"));
        Activity lease = tree.Single("lease render");
        Assert.Equal((enqueued.ToHexString(), lease.SpanId.ToHexString()), (TracedCaller.TraceOf(told), TracedCaller.SpanOf(told)));
        Assert.Equal(["lease render", "POST /api/work"], tree.PathOf(lease));
        Assert.Equal([leased], lease.Links.Select(link => link.Context.TraceId));
        Assert.Equal(("outside", 1), (lease.GetTagItem("work.worker"), lease.GetTagItem("work.attempt")));
    }

    [Fact]
    public async Task WhereNobodyListensALeaseHasTheTraceOfTheCallerWhoEnqueued()
    {
        await using TestApp app = await StartAsync();
        ActivityTraceId enqueued = ActivityTraceId.CreateRandom();
        await TracedCaller.EnqueueAsync(app, enqueued, Work);
        Assert.Equal(enqueued.ToHexString(), TracedCaller.TraceOf((await LeaseAsync(app, ActivityTraceId.CreateRandom()))!));
    }

    [Fact]
    public async Task ALeaseOfWorkThatIsPartOfNoTraceHasNone()
    {
        await using TestApp app = await StartAsync();
        await app.EnqueueAsync(Work);
        Assert.Null(await LeaseAsync(app, ActivityTraceId.CreateRandom()));
    }

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(more: ("Work:ExternalWorkers:0:Name", "outside"));

    private static async Task<string?> LeaseAsync(TestApp app, ActivityTraceId trace)
    {
        await app.IdleAsync();
        using HttpResponseMessage response = await TracedCaller.SendAsync(app, "/api/leases", TracedCaller.TraceParent(trace, ActivitySpanId.CreateRandom()), Lease);
        JsonNode lease = (await TestApp.BodyAsync(response))["leases"]!.AsArray().Single()!;
        return (string?)lease["traceparent"];
    }
}
