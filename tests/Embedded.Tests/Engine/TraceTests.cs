using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.DurableTask;
using Work.Embedded.Engine.Messages;
using Work.Embedded.Engine.Tracing;

namespace Embedded.Tests.Engine;

/// <summary>Sources of spans belong to the process, so who listens to them runs alone.</summary>
[CollectionDefinition(nameof(TraceTests), DisableParallelization = true)]
public sealed class TraceCollection;

[Collection(nameof(TraceTests))]
public sealed class TraceTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ActivityListener listener;

    public TraceTests()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EmbeddedTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose() => listener.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sub_orchestration_stands_under_the_call_of_its_parent_and_its_activity_under_it(bool replayAlways)
    {
        var catalog = new TestCatalog()
            .Orchestrator("parent", context => context.CallSubOrchestratorAsync<string>("child", options: new SubOrchestrationOptions(instanceId: "below")))
            .Orchestrator("child", context => context.CallActivityAsync<string>("work", "x"))
            .Activity<string, string>("work", input => input);
        await using var engine = await TestEngine.StartAsync(catalog, replayAlways);
        await engine.RunAsync("parent");
        await engine.IdleAsync();
        Assert.Equal(
            [
                "activity:work Server", "activity:work Client", "orchestration:child Server", "orchestration:child Client", "orchestration:parent Server",
                "create_orchestration:parent Producer",
            ],
            UpFrom(Single("activity:work", ActivityKind.Server)));
    }

    [Fact]
    public async Task What_failed_is_told_with_its_error_at_each_level()
    {
        var catalog = new TestCatalog()
            .Orchestrator("one", context => context.CallActivityAsync<string>("work", "x"))
            .Activity<string, string>("work", string (_) => throw new InvalidOperationException("no luck"));
        await using var engine = await TestEngine.StartAsync(catalog);
        await engine.RunAsync("one");
        await engine.IdleAsync();
        Assert.Equal((ActivityStatusCode.Error, "no luck"), (Single("activity:work", ActivityKind.Server).Status, Single("activity:work", ActivityKind.Server).StatusDescription));
        Assert.Equal(ActivityStatusCode.Error, Single("activity:work", ActivityKind.Client).Status);
        Assert.Equal((ActivityStatusCode.Error, "Failed"), (Single("orchestration:one", ActivityKind.Server).Status, Single("orchestration:one", ActivityKind.Server).GetTagItem("durabletask.task.status")));
    }

    [Fact]
    public async Task Each_execution_of_an_instance_that_goes_on_as_new_is_a_span_of_its_own()
    {
        var catalog = new TestCatalog()
            .Orchestrator<string>("loop", async context =>
            {
                await context.CallActivityAsync<string>("work", "x");
                if (context.GetInput<int>() < 2)
                {
                    context.ContinueAsNew(context.GetInput<int>() + 1);
                }

                return "done";
            })
            .Activity<string, string>("work", input => input);
        await using var engine = await TestEngine.StartAsync(catalog);
        await engine.RunAsync("loop");
        await engine.IdleAsync();
        Assert.Equal(
            [(0, "ContinuedAsNew"), (1, "ContinuedAsNew"), (2, "Completed")],
            spans.Where(span => span is { DisplayName: "orchestration:loop", Kind: ActivityKind.Server })
                .Select(span => ((int)span.GetTagItem("durabletask.task.execution_id")!, (string)span.GetTagItem("durabletask.task.status")!)));
        Assert.Equal(3, spans.Where(span => span is { DisplayName: "activity:work", Kind: ActivityKind.Client }).Select(span => span.ParentSpanId).Distinct().Count());
    }

    [Fact]
    public async Task An_end_that_was_not_stored_is_told_once_it_is()
    {
        using var crash = new Crash("before-commit", 2);
        var catalog = new TestCatalog().Orchestrator("one", context => context.CallActivityAsync<string>("work", "x")).Activity<string, string>("work", input => input);
        var first = await TestEngine.StartAsync(catalog, configure: options => options.FaultPoint = crash.Pass);
        await using var owner = first;
        crash.Arm(first);
        var id = await first.StartInstanceAsync("one");
        await crash.Happened;
        await first.KillAsync();
        Assert.DoesNotContain(spans, span => span.DisplayName == "orchestration:one");
        await using var second = await first.ReopenAsync();
        await second.EndOfAsync(id);
        await second.IdleAsync();
        Assert.Equal(["orchestration:one Server", "create_orchestration:one Producer"], UpFrom(Single("orchestration:one", ActivityKind.Server)));
    }

    [Fact]
    public async Task An_event_of_a_client_is_a_span_where_it_is_sent()
    {
        var catalog = new TestCatalog().Orchestrator("one", context => context.WaitForExternalEvent<string>("go"));
        await using var engine = await TestEngine.StartAsync(catalog);
        var id = await engine.StartInstanceAsync("one");
        await engine.Client.RaiseEventAsync(id, "go", "x");
        await engine.EndOfAsync(id);
        Assert.Equal(id, Single("orchestration_event:go", ActivityKind.Producer).GetTagItem("durabletask.event.target_instance_id"));
    }

    [Fact]
    public void What_was_stored_before_there_were_traces_is_read_as_it_was()
    {
        var address = new ReplyAddress("above", 7, 1, 3, "parent");
        var trace = new TraceOrigin("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "vendor=1");
        var before = MessageCodec.OriginToBytes(address, null);
        var now = MessageCodec.OriginToBytes(address, trace);
        Assert.Null(MessageCodec.OriginToBytes(null, null));
        Assert.Equal((address, null), (MessageCodec.AddressFromBytes(before), MessageCodec.TraceFromBytes(before)));
        Assert.Equal((address, trace), (MessageCodec.AddressFromBytes(now), MessageCodec.TraceFromBytes(now)));
        Assert.Equal((null, trace), (MessageCodec.AddressFromBytes(MessageCodec.OriginToBytes(null, trace)), MessageCodec.TraceFromBytes(MessageCodec.OriginToBytes(null, trace))));

        // A program of before reads the first bytes and leaves the rest.
        Assert.Equal(before, now![..before!.Length]);
        var start = new StartMessage { Name = "one", Parent = address };
        Assert.Null(((StartMessage)MessageCodec.Read(MessageCodec.Write(start), 1)).Trace);
        var traced = new StartMessage { Name = "one", Parent = address, Trace = trace };
        Assert.Equal(trace, ((StartMessage)MessageCodec.Read(MessageCodec.Write(traced), 1)).Trace);
    }

    private Activity Single(string name, ActivityKind kind) => Assert.Single(spans, span => span.DisplayName == name && span.Kind == kind);

    private IEnumerable<string> UpFrom(Activity span)
    {
        for (Activity? at = span; at is not null; at = spans.SingleOrDefault(other => other.SpanId == at.ParentSpanId))
        {
            yield return $"{at.DisplayName} {at.Kind}";
        }
    }
}
