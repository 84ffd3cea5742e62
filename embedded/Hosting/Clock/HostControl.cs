using System.Diagnostics;
using Work.Embedded.Engine;

namespace Work.Embedded.Hosting;

internal sealed class HostControl(TimeProvider clock, BusyCount busy) : IHostControl
{
    public bool IsVirtual => clock is VirtualClock;

    public DateTimeOffset Now => clock.GetUtcNow();

    public Task<DateTimeOffset> AdvanceToAsync(DateTimeOffset to, CancellationToken cancellationToken) =>
        clock is VirtualClock moving
            ? moving.AdvanceToAsync(to, cancellationToken)
            : throw new InvalidOperationException("The clock is real and cannot be moved; set Embedded:VirtualClock to true.");

    public Task WaitIdleAsync(CancellationToken cancellationToken) => busy.WhenIdleAsync(cancellationToken);

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        var hold = ActivityHold.Current;
        return hold is null || !IsVirtual || delay <= TimeSpan.Zero || cancellationToken.IsCancellationRequested
            ? Task.Delay(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, clock, cancellationToken)
            : WaitReleasedAsync(hold, delay, cancellationToken);
    }

    public void Crash() => Process.GetCurrentProcess().Kill();

    // The hold is taken back inside the callback, before the continuation is even queued: no moment in between looks idle.
    private async Task WaitReleasedAsync(ActivityHold hold, TimeSpan delay, CancellationToken cancellationToken)
    {
        var wait = new ActivityHold.Wait();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = clock.CreateTimer(
            _ =>
            {
                hold.TakeBack(wait);
                done.TrySetResult();
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        using var cancelled = cancellationToken.UnsafeRegister(
            _ =>
            {
                hold.TakeBack(wait);
                done.TrySetCanceled(cancellationToken);
            },
            null);
        // Armed before released: released first, the clock could move on before the timer is known to it.
        timer.Change(delay, Timeout.InfiniteTimeSpan);
        hold.Release(wait);
        await done.Task;
    }
}
