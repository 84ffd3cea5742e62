using System.Diagnostics;

namespace Work.Embedded.Engine.Tracing;

/// <summary>
/// The spans of the engine, named and tagged as Durable Task does it (tracing version 2). Where nobody listens nothing is made, with one exception: an activity of an
/// instance whose starter sent a trace context runs under that context, so that calls made by its code carry it on.
/// </summary>
internal static class EngineSpans
{
    private static readonly ActivitySource Source = new(EmbeddedTelemetry.SourceName, EmbeddedTelemetry.Version);

    /// <summary>Whether anybody listens.</summary>
    public static bool AreOn => Source.HasListeners();

    /// <summary>The sending of a start, under what is current; null when nobody listens.</summary>
    public static Activity? BeginStart(string name, string? version)
    {
        var span = AreOn ? Source.StartActivity(NameOf("create_orchestration", name, version), ActivityKind.Producer) : null;
        Describe(span, "orchestration", name);
        return span;
    }

    /// <summary>The sending of an event by a client.</summary>
    public static Activity? BeginEvent(string name, string target)
    {
        var span = Source.StartActivity($"orchestration_event:{name}", ActivityKind.Producer);
        Describe(span, "event", name);
        span?.SetTag(TagNames.EventTarget, target);
        return span;
    }

    /// <summary>The run of an activity in this process.</summary>
    /// <param name="invocation">The run.</param>
    /// <param name="parent">The span of its sending; the default one begins a trace.</param>
    /// <param name="now">The engine's time.</param>
    public static Activity? BeginActivity(ActivityInvocation invocation, ActivityContext parent, DateTimeOffset now)
    {
        if (!AreOn)
        {
            return parent == default ? null : Carry(invocation, parent);
        }

        var span = Source.StartActivity(NameOf("activity", invocation.Name, null), ActivityKind.Server, parent, startTime: now);
        Describe(span, "activity", invocation.Name, invocation.InstanceId);
        span?.SetTag(TagNames.TaskId, invocation.TaskId);
        return span;
    }

    /// <summary>The run of a function by a timer, which begins a trace.</summary>
    public static Activity? BeginTimerFunction(string name) => BeginFunction(name, ActivityKind.Server, "timer");

    /// <summary>The run of a function on a message of a queue, which begins a trace: these messages have no place for a context.</summary>
    public static Activity? BeginQueueFunction(string name, string queue, string message, long delivery)
    {
        var span = BeginFunction(name, ActivityKind.Consumer, "pubsub");
        span?.SetTag("messaging.system", "azure_queue_storage");
        span?.SetTag("messaging.operation.type", "process");
        span?.SetTag("messaging.destination.name", queue);
        span?.SetTag("messaging.message.id", message);
        span?.SetTag("messaging.message.delivery_count", delivery);
        return span;
    }

    private static Activity? BeginFunction(string name, ActivityKind kind, string trigger)
    {
        var span = AreOn ? Source.StartActivity(name, kind, default(ActivityContext)) : null;
        span?.SetTag("faas.trigger", trigger);
        return span;
    }

    /// <summary>Ends a span at the engine's time.</summary>
    public static void End(this Activity span, DateTimeOffset now, string? fault)
    {
        if (fault is not null)
        {
            span.SetStatus(ActivityStatusCode.Error, fault);
        }

        span.SetEndTime(now.UtcDateTime);
        span.Dispose();
    }

    /// <summary>Writes a span that is over, under the id that it was announced by.</summary>
    public static void Write(SpanDraft draft)
    {
        using var span = Source.StartActivity(draft.Name, draft.Kind, draft.Parent, draft.Tags, startTime: draft.From);
        if (span is null)
        {
            return;
        }

        if (draft.Id != default)
        {
            SpanIds.Set(span, draft.Id);
        }

        span.End(draft.To, draft.Fault);
    }

    public static string NameOf(string kind, string name, string? version) =>
        string.IsNullOrEmpty(version) ? $"{kind}:{name}" : $"{kind}:{name}@({version})";

    private static void Describe(Activity? span, string type, string name, string? instance = null)
    {
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(TagNames.Type, type).SetTag(TagNames.Name, name);
            if (instance is not null)
            {
                span.SetTag(TagNames.InstanceId, instance);
            }
        }
    }

    private static Activity Carry(ActivityInvocation invocation, ActivityContext parent)
    {
        var carrier = new Activity(invocation.Name).SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
        carrier.TraceStateString = parent.TraceState;
        return carrier.Start();
    }
}
