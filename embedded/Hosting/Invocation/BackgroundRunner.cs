using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Engine;
using Work.Embedded.Hosting.Functions;
using Work.Embedded.Hosting.Setup;

namespace Work.Embedded.Hosting.Invocation;

/// <summary>Runs what no request waits for: timers, activities, entities. A scope of services, the middleware, and host.json's time limit for each.</summary>
internal sealed class BackgroundRunner(
    FunctionPipeline pipeline, IServiceScopeFactory scopes, Lazy<HostRuntime> runtime, HostJson host, BusyCount busy, TimeProvider clock)
{
    /// <exception cref="TimeoutException">The function ran longer than host.json's functionTimeout and obeyed its token.</exception>
    public Task<object?> RunAsync(Function function, object trigger, CancellationToken stop) => RunAsync(function, _ => trigger, stop);

    /// <summary>The same, with a trigger value that is made from the invocation's services.</summary>
    public async Task<object?> RunAsync(Function function, Func<IServiceProvider, object> trigger, CancellationToken stop)
    {
        using var hold = clock is VirtualClock ? ActivityHold.Open(busy) : null;
        using var limit = host.FunctionTimeout is { } timeout ? new CancellationTokenSource(timeout, clock) : null;
        using var linked = limit is null ? null : CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        await using var scope = scopes.CreateAsyncScope();
        using var context = new InvocationContext(function, runtime.Value, scope.ServiceProvider, linked?.Token ?? stop)
        {
            TriggerValue = trigger(scope.ServiceProvider),
        };
        try
        {
            await pipeline.RunAsync(context);
            return context.Result;
        }
        catch (OperationCanceledException e) when (limit is { IsCancellationRequested: true } && !stop.IsCancellationRequested)
        {
            throw new TimeoutException($"The function '{function.Name}' ran longer than the functionTimeout of {host.FunctionTimeout}.", e);
        }
    }
}
