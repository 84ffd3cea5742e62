using Work.Model;

namespace Work.Functions.Activities;

/// <summary>
/// Watches whether a long-running run shows that it is alive, and stops one that is silent for too long: it counts as lost, as if its process had died. A
/// run that is not long-running is not watched: its timeout bounds it.
/// </summary>
internal sealed class HeartbeatWatch : IDisposable
{
    private readonly ActiveRun run;
    private readonly TimeProvider clock;
    private readonly TimeSpan patience;
    private readonly ITimer? timer;
    private long heardAt;
    private int kept;

    internal HeartbeatWatch(ActiveRun run, TimeProvider clock, TimeSpan patience, bool watches)
    {
        this.run = run;
        this.clock = clock;
        this.patience = patience;
        Heard();
        timer = watches ? clock.CreateTimer(_ => Look(), null, patience, Timeout.InfiniteTimeSpan) : null;
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
        if (Volatile.Read(ref kept) > 0)
        {
            Heard();
        }

        TimeSpan left = patience - TimeSpan.FromTicks(clock.GetUtcNow().UtcTicks - Volatile.Read(ref heardAt));
        if (left <= TimeSpan.Zero)
        {
            run.Stop(StopReason.Unknown);
        }
        else
        {
            timer!.Change(left, Timeout.InfiniteTimeSpan);
        }
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
