using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Work.Embedded.Hosting.Invocation;

/// <summary>Middleware in the order it was added, then the function.</summary>
internal sealed class FunctionPipeline
{
    private readonly FunctionExecutionDelegate head;

    public FunctionPipeline(IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        head = middleware.Reverse().Aggregate((FunctionExecutionDelegate)CallAsync, (next, add) => add(next));
    }

    /// <summary>Runs the invocation; its result is in the context afterwards.</summary>
    public Task RunAsync(InvocationContext context) => head(context);

    /// <summary>The function itself, without middleware.</summary>
    public static async Task CallAsync(FunctionContext context)
    {
        var invocation = (InvocationContext)context;
        var function = invocation.Function;
        if (function.Factory is null)
        {
            invocation.Result = await function.Code.Value(null, invocation);
            return;
        }

        var instance = function.Factory.Value(invocation.InstanceServices, []);
        try
        {
            invocation.Result = await function.Code.Value(instance, invocation);
        }
        finally
        {
            if (instance is IAsyncDisposable later)
            {
                await later.DisposeAsync();
            }
            else
            {
                (instance as IDisposable)?.Dispose();
            }
        }
    }
}
