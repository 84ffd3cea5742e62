using Work.Functions.Activities;
using Work.Model;

namespace Killers;

/// <summary>
/// The process is too busy, or is suspended with its machine, to let a job show that it is alive; the watch wakes first and takes the job for dead. Seen in
/// taskforcesh/bullmq#2857, #3056 and #3078, OptimalBits/bull#308 and rails/solid_queue#761.
///
/// Here a watch that wakes late knows that it has slept: what it has not seen counts for nothing, and the run has its whole time again.
/// </summary>
public sealed class StarvedHeartbeatTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public void AProcessThatSleptLongerThanARunMayBeSilentTakesNoRunForDead()
    {
        using var run = new ActiveRun("instance", 0, 1, 0, _ => { });
        using var clock = new SleepyClock();
        using var watch = new HeartbeatWatch(run, clock, Patience, watches: true);
        clock.Go(TimeSpan.FromSeconds(30));
        watch.Heard();
        clock.Sleep(TimeSpan.FromMinutes(45));
        Assert.Equal(StopReason.NotStopped, run.StopReason);
        clock.Go(TimeSpan.FromSeconds(50));
        watch.Heard();
        clock.Go(TimeSpan.FromSeconds(59));
        Assert.Equal(StopReason.NotStopped, run.StopReason);
    }

    [Fact]
    public void ARunThatIsSilentWhileTheWatchIsAwakeIsTakenForDead()
    {
        using var run = new ActiveRun("instance", 0, 1, 0, _ => { });
        using var clock = new SleepyClock();
        using var watch = new HeartbeatWatch(run, clock, Patience, watches: true);
        clock.Sleep(TimeSpan.FromMinutes(45));
        clock.Go(Patience - TimeSpan.FromSeconds(1));
        Assert.Equal(StopReason.NotStopped, run.StopReason);
        clock.Go(TimeSpan.FromSeconds(2));
        Assert.Equal(StopReason.Unknown, run.StopReason);
    }

    /// <summary>A clock with one timer, which fires in time while the process is awake, and late when it slept.</summary>
    private sealed class SleepyClock : TimeProvider, IDisposable
    {
        private DateTimeOffset now = Field.Start;
        private OneTimer? timer;

        public override DateTimeOffset GetUtcNow() => now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => timer = new OneTimer(() => callback(state), this) { DueAt = now + dueTime };

        public void Go(TimeSpan by)
        {
            for (DateTimeOffset to = now + by; now < to;)
            {
                now = timer?.DueAt <= to ? timer.DueAt.Value : to;
                FireDue();
            }
        }

        public void Sleep(TimeSpan by)
        {
            now += by;
            FireDue();
        }

        public void Dispose() => timer?.Dispose();

        private void FireDue()
        {
            if (timer?.DueAt <= now)
            {
                timer.DueAt = null;
                timer.Fire();
            }
        }

        private sealed class OneTimer(Action fire, SleepyClock clock) : ITimer
        {
            public DateTimeOffset? DueAt { get; set; }

            public Action Fire => fire;

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                DueAt = clock.now + dueTime;
                return true;
            }

            public void Dispose() => DueAt = null;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
