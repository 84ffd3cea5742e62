using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Work.Embedded.Hosting.Functions;
using Work.Embedded.Hosting.Invocation;

namespace Work.Embedded.Hosting.Http;

/// <summary>One request from door to answer: may it enter, what does the function say, and what when it fails.</summary>
internal sealed partial class HttpFunctionRunner(
    FunctionPipeline pipeline,
    Lazy<HostRuntime> runtime,
    HostKeys keys,
    LoopbackGuard guard,
    BodyBudget bodies,
    IHostApplicationLifetime lifetime,
    IOptions<EmbeddedOptions> options,
    ILogger<HttpFunctionRunner> logger)
{
    private const int ClientClosedRequest = 499;
    private readonly long maxBody = options.Value.MaxRequestBodyBytes;

    public async Task RunAsync(Function function, HttpContext http)
    {
        RequestSpan.Describe(http, function);
        if (!guard.MayEnter(http.Request))
        {
            await Problem.WriteAsync(
                http, StatusCodes.Status403Forbidden, "Forbidden", "This host asks no key, so it answers programs and its own pages only: see Embedded:AllowedHosts.");
            return;
        }

        if (!keys.MayCall(function, http.Request))
        {
            await Problem.WriteAsync(
                http, StatusCodes.Status401Unauthorized, "Unauthorized", "This function needs a key: the header x-functions-key, or ?code=.");
            return;
        }

        if (http.Request.ContentLength > maxBody)
        {
            await TooLargeAsync(http);
            return;
        }

        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await StoppingAsync(http);
            return;
        }

        http.Response.Body = new PatientBody(http.Response.Body, http, options.Value.AnswerTimeout);
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            await using var body = new LimitedBody(http.Request.Body, http.Request.BodyReader, maxBody, options.Value.BodyTimeout, bodies);
            http.Request.Body = body;
            await InvokeAsync(function, http);
            return;
        }

        await InvokeAsync(function, http);
    }

    private async Task InvokeAsync(Function function, HttpContext http)
    {
        using var context = new InvocationContext(function, runtime.Value, http.RequestServices, lifetime.ApplicationStopping) { Http = http };
        try
        {
            if (function.BodyType is not null)
            {
                context.Body = await RequestBody.ReadAsync(http, function.BodyType);
            }

            await pipeline.RunAsync(context);
            await ResultWriter.WriteAsync(http, context.Result);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await TooLargeAsync(http);
        }
        catch (BadHttpRequestException e)
        {
            await Problem.WriteAsync(http, e.StatusCode, e.StatusCode switch { 408 => "Request timeout", 503 => "Busy", _ => "Bad request" }, e.Message);
        }
        catch (Exception e) when (http.RequestAborted.IsCancellationRequested || e is ConnectionResetException or ConnectionAbortedException)
        {
            LogAborted(function.Name, e.GetType().Name);
            if (!http.Response.HasStarted)
            {
                http.Response.StatusCode = ClientClosedRequest;
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await StoppingAsync(http);
        }
        catch (Exception e) when (StoreProblem.Of(e) is { } problem)
        {
            LogStoreFailed(function.Name, e.Message);
            await problem.WriteAsync(http);
        }
        catch (Exception e)
        {
            LogFailed(e, function.Name);
            await Problem.WriteAsync(http, StatusCodes.Status500InternalServerError, "Internal error", "The function failed; the host's log says why.");
        }
    }

    private Task TooLargeAsync(HttpContext http) => Problem.WriteAsync(
        http, StatusCodes.Status413PayloadTooLarge, "Payload too large", $"The body is larger than {maxBody} bytes.");

    private static async Task StoppingAsync(HttpContext http)
    {
        if (!http.Response.HasStarted)
        {
            http.Response.Clear();
            await Problem.WriteBodyAsync(http, StatusCodes.Status503ServiceUnavailable, "Stopping", "The host is stopping; try again.");
        }
    }

    [LoggerMessage(LogLevel.Debug, "The caller of {Function} has gone ({Exception}).")]
    private partial void LogAborted(string function, string exception);

    [LoggerMessage(LogLevel.Error, "The function {Function} could not use the store: {Reason}")]
    private partial void LogStoreFailed(string function, string reason);

    [LoggerMessage(LogLevel.Error, "The function {Function} failed.")]
    private partial void LogFailed(Exception exception, string function);
}
