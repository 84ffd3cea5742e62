using Work.Model;

namespace Work.Functions.Activities;

/// <summary>
/// Watches whether a long-running run shows that it is alive, and stops one that is silent for too long: it counts as lost, as if its process had died. A
/// run that is not long-running is not watched: its timeout bounds it.
///
/// A watch that comes to its look late has not been awake, and neither may the run have been: a process that is suspended, or has no time, takes no run for dead.
/// Then the run has its whole time again.
/// </summary>
internal sealed class HeartbeatWatch : IDisposable
{
    private const int LooksOfOnePatience = 6;

    private readonly ActiveRun run;
    private readonly TimeProvider clock;
    private readonly TimeSpan patience;
    private readonly ITimer? timer;
    private readonly TimeSpan betweenLooks;
    private DateTimeOffset expectedAt;
    private long heardAt;
    private int kept;

    internal HeartbeatWatch(ActiveRun run, TimeProvider clock, TimeSpan patience, bool watches)
    {
        this.run = run;
        this.clock = clock;
        this.patience = patience;
        betweenLooks = patience / LooksOfOnePatience;
        Heard();
        expectedAt = clock.GetUtcNow() + betweenLooks;
        timer = watches ? clock.CreateTimer(_ => Look(), null, betweenLooks, Timeout.InfiniteTimeSpan) : null;
    }

    /// <summary>The run has shown that it is alive.</summary>
    internal void Heard() => Volatile.Write(ref heardAt, clock.GetUtcNow().UtcTicks);

    /// <summary>The run is not expected to show anything until this is disposed.</summary>
    internal IDisposable Keep()
    {
        Interlocked.Increment(ref kept);
        return new Kept(this);
    }

    /// <inheritdoc/>
    public void Dispose() => timer?.Dispose();

    private void Look()
    {
        DateTimeOffset now = clock.GetUtcNow();
        bool hasSlept = now - expectedAt > betweenLooks;
        if (hasSlept || Volatile.Read(ref kept) > 0)
        {
            Heard();
        }

        TimeSpan left = patience - TimeSpan.FromTicks(now.UtcTicks - Volatile.Read(ref heardAt));
        if (left <= TimeSpan.Zero)
        {
            run.Stop(StopReason.Unknown);
            return;
        }

        TimeSpan next = left < betweenLooks ? left : betweenLooks;
        expectedAt = now + next;
        timer!.Change(next, Timeout.InfiniteTimeSpan);
    }

    private sealed class Kept(HeartbeatWatch watch) : IDisposable
    {
        private int over;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref over, 1) == 0)
            {
                watch.Heard();
                Interlocked.Decrement(ref watch.kept);
            }
        }
    }
}
