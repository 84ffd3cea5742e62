// The engine (activities) and the timer service (timer functions) count a running invocation as busy. A wait on the virtual clock has to let that go,
// or the clock, which moves only when all is idle, would never move. Authority over the one entry of an invocation is its hold:
// released at most once, taken back at most once before the next release, and taken back when the invocation ends, whatever waits were left behind.
using Work.Embedded.Engine;

namespace Work.Embedded.Hosting;

/// <summary>The busy entry of the invocation that runs here.</summary>
internal sealed class ActivityHold(BusyCount busy) : IDisposable
{
    private static readonly AsyncLocal<ActivityHold?> Ambient = new();
    private readonly Lock sync = new();
    private bool released;
    private bool closed;

    public static ActivityHold? Current => Ambient.Value;

    /// <summary>Makes a hold the current one of this asynchronous flow.</summary>
    public static ActivityHold Open(BusyCount busy)
    {
        var hold = new ActivityHold(busy);
        Ambient.Value = hold;
        return hold;
    }

    /// <summary>Lets the entry go, unless the wait is already over.</summary>
    public void Release(Wait wait)
    {
        lock (sync)
        {
            if (!released && !closed && !wait.IsOver)
            {
                released = true;
                busy.Exit();
            }
        }
    }

    /// <summary>Ends the wait and takes the entry back.</summary>
    public void TakeBack(Wait wait)
    {
        lock (sync)
        {
            wait.IsOver = true;
            TakeBack();
        }
    }

    public void Dispose()
    {
        lock (sync)
        {
            TakeBack();
            closed = true;
        }
    }

    private void TakeBack()
    {
        if (released)
        {
            released = false;
            busy.Enter();
        }
    }

    /// <summary>One wait; written under the hold's lock.</summary>
    public sealed class Wait
    {
        public bool IsOver { get; set; }
    }
}
