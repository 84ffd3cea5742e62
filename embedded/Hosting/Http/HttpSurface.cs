using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Hosting.Functions;
using Work.Embedded.Hosting.Setup;

namespace Work.Embedded.Hosting.Http;

/// <summary>Gives each HTTP function its endpoint; what no endpoint takes is answered here.</summary>
internal static class HttpSurface
{
    public static void Map(WebApplication app, FunctionTable functions)
    {
        if (RateLimits.AreSet(HostSetup.Options(app.Services)))
        {
            app.UseRateLimiter();
        }

        app.UseRouting();
        app.Use(AnswerUnmatchedAsync);
        var host = app.Services.GetRequiredService<HostJson>();
        var settings = app.Services.GetRequiredService<SettingNames>();
        var runner = app.Services.GetRequiredService<HttpFunctionRunner>();
        var headRoutes = functions.Of(TriggerKind.Http)
            .Where(function => Methods(function).Contains(HttpMethods.Head))
            .Select(function => HttpRules.PatternOf(function, host.RoutePrefix, settings))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var function in functions.Of(TriggerKind.Http))
        {
            var pattern = HttpRules.PatternOf(function, host.RoutePrefix, settings);
            var methods = MethodsOf(function, takesHead: !headRoutes.Contains(pattern));
            RequestDelegate run = http => runner.RunAsync(function, http);
            var endpoint = methods.Count == 0 ? app.Map(pattern, run) : app.MapMethods(pattern, methods, run);
            endpoint.WithMetadata(function).WithDisplayName(function.Name);
        }
    }

    /// <summary>The methods as asked for by the function, in capitals; none is all.</summary>
    public static IEnumerable<string> Methods(Function function) =>
        (((HttpTriggerAttribute)function.Trigger).Methods ?? []).Select(method => method.ToUpperInvariant());

    // HEAD is GET without the body, unless the app says otherwise for that route; the server leaves the body out.
    private static List<string> MethodsOf(Function function, bool takesHead)
    {
        var methods = Methods(function).Distinct().ToList();
        if (takesHead && methods.Contains(HttpMethods.Get))
        {
            methods.Add(HttpMethods.Head);
        }

        return methods;
    }

    private static async Task AnswerUnmatchedAsync(HttpContext http, RequestDelegate next)
    {
        var endpoint = http.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<Function>() is not null)
        {
            await next(http);
            return;
        }

        if (endpoint is null)
        {
            await Problem.WriteAsync(http, StatusCodes.Status404NotFound, "Not found", "No function answers this path.");
            return;
        }

        // The endpoint that routing puts in when only the method is wrong: it sets Allow and 405.
        await next(http);
        if (HttpMethods.IsOptions(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await Problem.WriteBodyAsync(
            http, StatusCodes.Status405MethodNotAllowed, "Method not allowed", $"This path answers {http.Response.Headers.Allow}.");
    }
}
