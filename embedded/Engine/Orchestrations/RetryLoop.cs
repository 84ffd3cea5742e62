using Microsoft.DurableTask;

namespace Work.Embedded.Engine.Orchestrations;

/// <summary>Calls again what failed, as its retry options say. Part of the orchestrator's code: it waits on durable timers and is replayed.</summary>
internal static class RetryLoop
{
    public static Task<T> RunAsync<T>(TaskOrchestrationContext context, TaskRetryOptions retry, Func<Task<T>> call) =>
        retry.Policy is { } policy ? ByPolicyAsync(context, policy, call) : ByHandlerAsync(context, retry.Handler!, call);

    private static async Task<T> ByPolicyAsync<T>(TaskOrchestrationContext context, RetryPolicy policy, Func<Task<T>> call)
    {
        var firstAt = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException failure) when (MayRetry(context, policy, failure, attempt, firstAt))
            {
                await context.CreateTimer(Pause(policy, attempt), CancellationToken.None);
            }
        }
    }

    private static async Task<T> ByHandlerAsync<T>(TaskOrchestrationContext context, AsyncRetryHandler handler, Func<Task<T>> call)
    {
        var firstAt = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException failure)
            {
                var elapsed = context.CurrentUtcDateTime - firstAt;
                if (!await handler(new RetryContext(context, attempt, failure.FailureDetails, elapsed, CancellationToken.None)))
                {
                    throw;
                }
            }
        }
    }

    private static bool MayRetry(TaskOrchestrationContext context, RetryPolicy policy, TaskFailedException failure, int attempt, DateTime firstAt)
    {
        var inTime = policy.RetryTimeout == Timeout.InfiniteTimeSpan || context.CurrentUtcDateTime - firstAt < policy.RetryTimeout;
        return attempt < policy.MaxNumberOfAttempts && inTime && policy.Handle(failure);
    }

    private static TimeSpan Pause(RetryPolicy policy, int attempt)
    {
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        var most = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.FromDays(365_000) : policy.MaxRetryInterval;
        return milliseconds < most.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : most;
    }
}
