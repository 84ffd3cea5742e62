using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Telemetry;

/// <summary>A caller that is part of a trace of their own.</summary>
internal static class TracedCaller
{
    internal static string TraceParent(ActivityTraceId trace, ActivitySpanId span) => $"00-{trace}-{span}-01";

    internal static async Task<JsonObject> EnqueueAsync(TestApp app, ActivityTraceId trace, string json)
    {
        using HttpResponseMessage response = await SendAsync(app, "/api/work", TraceParent(trace, ActivitySpanId.CreateRandom()), json);
        response.EnsureSuccessStatusCode();
        return await TestApp.BodyAsync(response);
    }

    internal static async Task<HttpResponseMessage> SendAsync(TestApp app, string path, string traceParent, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("traceparent", traceParent);
        return await app.Client.SendAsync(request);
    }

    internal static string TraceOf(string traceParent) => traceParent.Split('-')[1];

    internal static string SpanOf(string traceParent) => traceParent.Split('-')[2];
}
