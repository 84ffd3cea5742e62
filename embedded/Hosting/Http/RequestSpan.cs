using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Work.Embedded.Hosting.Functions;

namespace Work.Embedded.Hosting.Http;

/// <summary>Names the server's span of a request by method and route, as OpenTelemetry's conventions for HTTP have it.</summary>
internal static class RequestSpan
{
    public static void Describe(HttpContext http, Function function)
    {
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span)
        {
            return;
        }

        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        span.DisplayName = $"{http.Request.Method} {route}";
        span.SetTag("http.request.method", http.Request.Method);
        span.SetTag("http.route", route);
        span.SetTag("url.scheme", http.Request.Scheme);
        span.SetTag("url.path", http.Request.Path.Value);
        span.SetTag("faas.trigger", "http");
        span.SetTag("faas.name", function.Name);
        http.Response.OnCompleted(
            static state =>
            {
                var (http, span) = ((HttpContext, System.Diagnostics.Activity))state;
                span.SetTag("http.response.status_code", http.Response.StatusCode);
                if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError)
                {
                    span.SetStatus(System.Diagnostics.ActivityStatusCode.Error);
                }

                return Task.CompletedTask;
            },
            (http, span));
    }
}
