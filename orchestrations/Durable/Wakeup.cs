using Microsoft.DurableTask;

namespace Work.Orchestrations;

/// <summary>
/// The one place where a graph's orchestration waits: for a signal, or for the next instant. At most one timer is out; it is replaced
/// only by an earlier one, since a cancelled timer costs its messages all the same.
/// </summary>
internal sealed class Wakeup(TaskOrchestrationContext context)
{
    private TaskCompletionSource signal = new();
    private Action? cancelTimer;
    private DateTimeOffset? timerAt;

    internal void Signal() => signal.TrySetResult();

    internal async Task WaitAsync(DateTimeOffset? next)
    {
        if (next is { } at && (timerAt is null || at < timerAt))
        {
            Cancel();
            var timer = new CancellationTokenSource();
            timerAt = at;
            cancelTimer = timer.Cancel;
            _ = RingAsync(at, timer.Token);
        }

        await signal.Task;
        signal = new TaskCompletionSource();
    }

    internal void Cancel()
    {
        cancelTimer?.Invoke();
        cancelTimer = null;
        timerAt = null;
    }

    private async Task RingAsync(DateTimeOffset at, CancellationToken cancelled)
    {
        try
        {
            await context.CreateTimer(at.UtcDateTime, cancelled);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        timerAt = null;
        Signal();
    }
}
