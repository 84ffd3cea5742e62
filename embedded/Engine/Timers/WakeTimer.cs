using Work.Embedded.Engine.Core;
using Work.Embedded.Engine.Messages;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.Timers;

/// <summary>
/// One timer for everything that waits for a time. The times of instances are on disk and stay there until due; only the earliest is armed.
/// A wake may come twice or for nothing: the instance looks at its own timers. Messages that were sent for later are few and are kept
/// here, besides on disk, so that each is delivered by one path only.
/// </summary>
internal sealed class WakeTimer : IDisposable, IThreadPoolWorkItem
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);
    private static readonly WakeMessage Wake = new();
    private readonly EngineCore core;
    private readonly object gate = new();
    private readonly PriorityQueue<(string Target, Message Message), (long DueAt, long Number)> delayed = new();
    private readonly ITimer timer;
    private long armedFor = long.MaxValue;
    private bool stopped;

    public WakeTimer(EngineCore core)
    {
        this.core = core;
        timer = core.Clock.CreateTimer(_ => OnDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (core.Clock is IAdjustedClock adjusted)
        {
            adjusted.WentAhead += OnDue;
        }
    }

    /// <summary>Wakes all that is due now, and arms for the next.</summary>
    public void Sweep()
    {
        var now = core.Now;
        lock (gate)
        {
            armedFor = long.MaxValue;
        }

        foreach (var id in Wakes.DueInstances(core.Store.Reads, now))
        {
            core.Actors.Post(id, Wake);
        }

        DeliverDelayed(now);
        if (Wakes.Next(core.Store.Reads, now) is { } next)
        {
            Arm(next);
        }
    }

    /// <summary>An instance waits until a time, and that is on disk. True when the time has come already.</summary>
    public bool IsDue(long wakeAt)
    {
        if (wakeAt <= core.Now)
        {
            return true;
        }

        Arm(wakeAt);
        return false;
    }

    /// <summary>Delivers a message at its time; it is on disk.</summary>
    public void Deliver(string target, Message message, long dueAt)
    {
        lock (gate)
        {
            delayed.Enqueue((target, message), (dueAt, message.Number));
        }

        if (dueAt <= core.Now)
        {
            DeliverDelayed(core.Now);
        }
        else
        {
            Arm(dueAt);
        }
    }

    public void Stop()
    {
        lock (gate)
        {
            stopped = true;
        }

        timer.Dispose();
    }

    public void Dispose() => Stop();

    private void OnDue()
    {
        // Before anything asynchronous: a virtual clock moves on as soon as it sees nobody busy.
        core.Busy.Enter();
        core.HandOver(this);
    }

    /// <summary>A sweep that the timer has handed over.</summary>
    public void Execute()
    {
        try
        {
            if (!stopped)
            {
                Sweep();
            }
        }
        catch (Exception reason) when (reason is StoreException or ObjectDisposedException)
        {
            if (!stopped)
            {
                EngineLog.StepBroke(core.Log, "the timer", reason);
                Arm(core.Now + TimeSpan.TicksPerSecond);
            }
        }
        finally
        {
            core.Busy.Exit();
        }
    }

    private void DeliverDelayed(long now)
    {
        while (true)
        {
            (string Target, Message Message) next;
            lock (gate)
            {
                if (!delayed.TryPeek(out next, out var time))
                {
                    return;
                }

                if (time.DueAt > now)
                {
                    break;
                }

                delayed.Dequeue();
            }

            core.Actors.Post(next.Target, next.Message);
        }

        lock (gate)
        {
            if (delayed.TryPeek(out _, out var time))
            {
                ArmUnderGate(time.DueAt);
            }
        }
    }

    private void Arm(long at)
    {
        lock (gate)
        {
            ArmUnderGate(at);
        }
    }

    private void ArmUnderGate(long at)
    {
        if (at >= armedFor || stopped)
        {
            return;
        }

        armedFor = at;
        var wait = TimeSpan.FromTicks(Math.Max(0, at - core.Now));
        var wholeMilliseconds = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        timer.Change(wholeMilliseconds < Longest ? wholeMilliseconds : Longest, Timeout.InfiniteTimeSpan);
    }
}
