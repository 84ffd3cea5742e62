using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Work.Functions.Works;

namespace Work.Functions.Http;

/// <summary>Turns a refusal thrown on the way into a problem, so that every function tells the good story only.</summary>
public sealed class RefusalMiddleware : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (RefusedException refused) when (context.GetHttpContext() is { } http)
        {
            await Answers.Problem(refused.Refusal).ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new()));
        }
    }
}
