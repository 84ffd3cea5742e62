using Work.Embedded.Engine;

namespace Work.Simulation.World;

/// <summary>
/// Everything that happens in a story, one thing at a time and in an order that comes from the seed. What threads hand over to each other, what awaits
/// post back, and timers that are due are its items. It runs on the only thread of the thread pool (see Alone): what escapes to the pool all the same (a
/// continuation that wants no context) is run to its end before the next item, so nothing ever happens beside the loop.
/// </summary>
internal sealed class SimLoop : IThreadPoolWorkItem
{
    private const int MostStepsAtOnce = 200;
    private readonly Dice dice;
    private readonly TaskCompletionSource ended = new();
    private Func<bool>? isReached;
    private Action? goOn;
    private Func<Task>? story;
    private int settling;

    public SimLoop(Dice dice)
    {
        this.dice = dice;
    }

    /// <summary>How many items were run.</summary>
    public long Steps { get; private set; }

    /// <summary>The life whose items are run.</summary>
    public SimProcess? Process { get; set; }

    /// <summary>Up to when timers may fire.</summary>
    public DateTimeOffset Horizon { get; set; }

    /// <summary>In how many of a thousand steps time passes while there is something to run.</summary>
    public int Haste { get; set; } = 5;

    /// <summary>Runs a story to its end; called from outside the pool.</summary>
    public void Run(Func<Task> told)
    {
        story = told;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        ended.Task.GetAwaiter().GetResult();
    }

    /// <summary>Lets things happen until <paramref name="condition"/> holds, or nothing can happen any more before the horizon.</summary>
    public Until UntilAsync(Func<bool> condition)
    {
        isReached = condition;
        return new Until(this);
    }

    public void Execute()
    {
        if (story is { } begins)
        {
            story = null;
            _ = TellAsync(begins);
        }

        for (int step = 0; step < MostStepsAtOnce && !ended.Task.IsCompleted; step++)
        {
            if (ThreadPool.PendingWorkItemCount > 0)
            {
                settling++;
                break;
            }

            Step();
        }

        if (!ended.Task.IsCompleted)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void Step()
    {
        bool didRun = Process is { } process && RunOne(process);
        if (goOn is { } next && (!didRun || isReached!()))
        {
            goOn = null;
            next();
        }
    }

    private bool RunOne(SimProcess process)
    {
        bool mayPass = process.Clock.NextDueAt is { } dueAt && dueAt <= Horizon;
        if (process.Ready.Count == 0 ? mayPass : mayPass && dice.Below(1000) < Haste)
        {
            process.Put(process.Clock.TakeNext());
        }

        if (process.Ready.Count == 0)
        {
            return false;
        }

        Steps++;
        process.RunOne(dice.Below(process.Ready.Count));
        return true;
    }

    private async Task TellAsync(Func<Task> told)
    {
        try
        {
            await told();
            ended.SetResult();
        }
        catch (Exception broke)
        {
            ended.SetException(broke);
        }
    }

    /// <summary>What the story awaits; its continuation is called by the loop itself, between two items.</summary>
    internal readonly struct Until(SimLoop loop) : System.Runtime.CompilerServices.INotifyCompletion
    {
        public bool IsCompleted => false;

        public Until GetAwaiter() => this;

        public void GetResult()
        {
            // There is nothing to get: the story looks for itself.
        }

        public void OnCompleted(Action continuation) => loop.goOn = continuation;
    }
}
