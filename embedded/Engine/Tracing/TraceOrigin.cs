using System.Diagnostics;

namespace Work.Embedded.Engine.Tracing;

/// <summary>
/// The W3C trace context under which an instance was started, as it is stored with it. Nothing is stored where nobody traces: no listener of the engine, and no
/// caller who sent a context of its own.
/// </summary>
/// <param name="Parent">The <c>traceparent</c>.</param>
/// <param name="State">The <c>tracestate</c>; null is none.</param>
internal sealed record TraceOrigin(string Parent, string? State)
{
    // A caller's tracestate lies in the store for as long as the instance does; the standard lets one go that is longer than this.
    private const int LongestState = 512;

    /// <summary>The context that is current where this is called, if it is worth keeping.</summary>
    public static TraceOrigin? OfCurrent() =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } current && (current.Recorded || current.ParentId is not null || EngineSpans.AreOn)
            ? new TraceOrigin(id, current.TraceStateString is { Length: <= LongestState } state ? state : null)
            : null;

    /// <summary>The context of a span that is known by its ids.</summary>
    public static TraceOrigin Of(ActivityContext context) =>
        new($"00-{context.TraceId}-{context.SpanId}-{(context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? "01" : "00")}", context.TraceState);

    /// <summary>The context as a parent of spans; the default one when what is stored is none.</summary>
    public ActivityContext ToContext() => ActivityContext.TryParse(Parent, State, isRemote: true, out var context) ? context : default;
}
