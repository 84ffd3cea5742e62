using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Work.Functions.Tests.Telemetry;

/// <summary>An exporter that keeps what it is given, behind the SDK of OpenTelemetry as it would be set up for a collector.</summary>
internal sealed class SpanMemory : BaseExporter<Activity>
{
    private static readonly string[] Sources = ["Work.Functions", "Work.Embedded", "Microsoft.AspNetCore", "System.Net.Http"];
    private readonly ConcurrentQueue<Activity> spans = new();

    public override ExportResult Export(in Batch<Activity> batch)
    {
        foreach (Activity span in batch)
        {
            spans.Enqueue(span);
        }

        return ExportResult.Success;
    }

    internal static (SpanMemory Memory, TracerProvider Provider) Listen()
    {
        var memory = new SpanMemory();
        return (memory, Sdk.CreateTracerProviderBuilder().AddSource(Sources).AddProcessor(new SimpleActivityExportProcessor(memory)).Build());
    }

    /// <summary>The spans of a trace so far.</summary>
    internal SpanTree Of(ActivityTraceId trace) => new([.. spans.Where(span => span.TraceId == trace)]);

    /// <summary>The first span of a name, once it is there.</summary>
    internal async Task<Activity> WaitAsync(string name, TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        Activity? found = null;
        while (found is null)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
            found = spans.FirstOrDefault(span => span.DisplayName == name);
        }

        return found;
    }

    /// <summary>The spans of a trace, once they are as many as expected; a span is written a moment after what it tells of has happened.</summary>
    internal async Task<SpanTree> WaitAsync(ActivityTraceId trace, Func<SpanTree, bool> isWhole)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        SpanTree tree = Of(trace);
        while (!isWhole(tree) && !patience.IsCancellationRequested)
        {
            await Task.Yield();
            tree = Of(trace);
        }

        return tree;
    }
}
