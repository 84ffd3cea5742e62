using System.Diagnostics;
using Work.Model;

namespace Work.Functions.Telemetry;

/// <summary>
/// The span of a run: named by the work's <c>traceTag</c>, or by its worker. It stands under the activity that runs the worker. Where the instance was started by
/// another request than the work (by the owner of a unique name, by whoever skipped its delay), it stands under the request that enqueued the work, and the activity is
/// linked. Nothing is made where nobody listens, but what carries the trace of a caller on who sent one.
/// </summary>
internal static class RunSpans
{
    public static Activity? Begin(RunRequest request)
    {
        bool isElsewhere = IsElsewhere(request.Trace, out ActivityContext asked);
        if (!WorkTelemetry.Source.HasListeners())
        {
            return isElsewhere ? Carry(request, asked) : null;
        }

        Activity? span = isElsewhere
            ? WorkTelemetry.Source.StartActivity(NameOf(request), ActivityKind.Internal, asked, links: Activity.Current is { } current ? [new ActivityLink(current.Context)] : null)
            : WorkTelemetry.Source.StartActivity(NameOf(request));
        if (span is { IsAllDataRequested: true })
        {
            Describe(span, request);
        }

        return span;
    }

    /// <summary>A run goes to somebody outside: the <c>traceparent</c> that theirs is to stand under; null when there is no trace to go on with.</summary>
    public static string? Lease(RunRequest request)
    {
        if (!WorkTelemetry.Source.HasListeners())
        {
            return request.Trace;
        }

        ActivityContext? leaser = Activity.Current?.Context;
        using Activity? span = ActivityContext.TryParse(request.Trace, null, isRemote: true, out ActivityContext asked)
            ? WorkTelemetry.Source.StartActivity("lease " + NameOf(request), ActivityKind.Producer, asked, links: leaser is { } current ? [new ActivityLink(current)] : null)
            : WorkTelemetry.Source.StartActivity("lease " + NameOf(request), ActivityKind.Producer);
        if (span is { IsAllDataRequested: true })
        {
            Describe(span, request);
        }

        return span?.Id ?? request.Trace;
    }

    /// <summary>Says how the run ended; the caller disposes the span.</summary>
    public static void End(Activity? span, RunOutcome outcome)
    {
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        span.SetTag(WorkTags.Result, RunResults.NameOf(outcome.End));
        if (outcome.StopReason != StopReason.NotStopped)
        {
            span.SetTag(WorkTags.StopReason, WorkJson.NameOf(outcome.StopReason));
        }

        if (outcome.End is RunEnd.Failed or RunEnd.Threw or RunEnd.Lost)
        {
            span.SetTag(WorkTags.ErrorType, outcome.Error?.Type ?? RunResults.NameOf(outcome.End));
            span.SetStatus(ActivityStatusCode.Error, outcome.Error?.Message);
        }
    }

    // A context of the same trace is above the current span already.
    private static bool IsElsewhere(string? trace, out ActivityContext asked)
    {
        asked = default;
        return trace is not null && ActivityContext.TryParse(trace, null, isRemote: true, out asked) && Activity.Current?.TraceId != asked.TraceId;
    }

    private static string NameOf(RunRequest request) => request.Work.TraceTag ?? request.Work.Worker;

    private static void Describe(Activity span, RunRequest request)
    {
        span.SetTag(WorkTags.Id, request.Work.Id);
        span.SetTag(WorkTags.ChainId, WorkIds.ChainOf(request.Instance));
        span.SetTag(WorkTags.Worker, request.Work.Worker);
        span.SetTag(WorkTags.Attempt, request.Attempt);
        if (request.Period > 0)
        {
            span.SetTag(WorkTags.Period, request.Period);
        }

        if (request.Slice > 0)
        {
            span.SetTag(WorkTags.Slice, request.Slice);
        }
    }

    private static Activity Carry(RunRequest request, ActivityContext asked) =>
        new Activity(NameOf(request)).SetParentId(asked.TraceId, asked.SpanId, asked.TraceFlags).Start();
}
