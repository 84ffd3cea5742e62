namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>Stands around invocations.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Runs before and after <paramref name="next"/>; the function does not run when it is not called.</summary>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
