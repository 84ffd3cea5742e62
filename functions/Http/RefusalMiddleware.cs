using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Work.Functions.Files;
using Work.Functions.Works;

namespace Work.Functions.Http;

/// <summary>Turns a refusal thrown on the way into a problem, and a store that is away into one that says to come again, so that every function tells the good story only.</summary>
public sealed partial class RefusalMiddleware(ILogger<RefusalMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception failure) when (Refusals.Behind(failure) is { } refusal && context.GetHttpContext() is { Response.HasStarted: false } http)
        {
            if (failure is FileStoreUnavailableException)
            {
                LogStoreAway(context.FunctionDefinition.Name, failure.InnerException?.Message ?? failure.Message);
            }

            await Answers.Problem(refusal).ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new()));
        }
        catch (Exception) when (context.GetHttpContext() is { Response.HasStarted: false } http)
        {
            // Azure's worker answers with what the response says, whatever became of the function; the embedded host writes the answer itself.
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            throw;
        }
    }

    [LoggerMessage(LogLevel.Error, "The function {Function} could not use the store of files and documents: {Reason}")]
    private partial void LogStoreAway(string function, string reason);
}
