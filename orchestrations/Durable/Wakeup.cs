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

    internal void Signal() => this.signal.TrySetResult();

    internal async Task WaitAsync(DateTimeOffset? next)
    {
        if (next is { } at && (this.timerAt is null || at < this.timerAt))
        {
            this.Cancel();
            var timer = new CancellationTokenSource();
            this.timerAt = at;
            this.cancelTimer = timer.Cancel;
            _ = this.RingAsync(at, timer.Token);
        }

        await this.signal.Task;
        this.signal = new TaskCompletionSource();
    }

    internal void Cancel()
    {
        this.cancelTimer?.Invoke();
        this.cancelTimer = null;
        this.timerAt = null;
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

        this.timerAt = null;
        this.Signal();
    }
}
