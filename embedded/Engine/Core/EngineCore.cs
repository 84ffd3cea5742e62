using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;
using Work.Embedded.Engine.Activities;
using Work.Embedded.Engine.Timers;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.Core;

/// <summary>The parts of a running engine, as its actors see them.</summary>
internal sealed class EngineCore
{
    private long steps;
    private long replays;

    public EngineCore(EngineOptions options, ITaskCatalog catalog, TimeProvider clock, ILoggerFactory loggers, BusyCount busy, Store store)
    {
        Options = options;
        Catalog = catalog;
        Clock = clock;
        Loggers = loggers;
        Log = loggers.CreateLogger("Work.Embedded.Engine");
        Busy = busy;
        Store = store;
        Steps = new Lane(options.MaxConcurrentOrchestrations, options.Handover);
        Activities = new ActivityPool(this);
        Actors = new ActorTable(this);
        Sticky = new StickyCache(options.InstancesInMemory);
        Wakes = new WakeTimer(this);
    }

    public EngineOptions Options { get; }

    public ITaskCatalog Catalog { get; }

    public TimeProvider Clock { get; }

    public ILoggerFactory Loggers { get; }

    public ILogger Log { get; }

    public BusyCount Busy { get; }

    public Store Store { get; }

    public DataConverter Converter { get; } = JsonDataConverter.Default;

    /// <summary>Where turns of instances and entities run.</summary>
    public Lane Steps { get; }

    public ActivityPool Activities { get; }

    public ActorTable Actors { get; }

    public StickyCache Sticky { get; }

    public WakeTimer Wakes { get; }

    public Waiters Waiters { get; } = new();

    /// <summary>UTC ticks.</summary>
    public long Now => Clock.GetUtcNow().UtcTicks;

    public TaskTally Tally { get; } = new();

    public long StepCount => Interlocked.Read(ref steps);

    public long ReplayCount => Interlocked.Read(ref replays);

    /// <summary>Actors that are taking a turn, or have one to take.</summary>
    public BusyCount Turns { get; } = new();

    /// <summary>The store is closed, or a crash test has killed the engine: nothing more happens.</summary>
    public bool IsDead { get; set; }

    /// <summary>No more requests are taken.</summary>
    public bool IsClosing { get; set; }

    /// <exception cref="InvalidOperationException">The engine is stopping, or has stopped.</exception>
    public void EnsureOpen()
    {
        if (IsClosing || IsDead)
        {
            throw new InvalidOperationException("The engine is stopping and takes no more requests.");
        }
    }

    /// <exception cref="InvalidOperationException">The engine has stopped.</exception>
    public void EnsureAlive()
    {
        if (IsDead)
        {
            throw Stopped();
        }
    }

    /// <summary>Whether a step that broke may be taken later: what nobody can ask for again must not be dropped for a store that is out of reach for a moment.</summary>
    public static bool MayPass(Exception broke) => broke is StoreException { IsCorruption: false };

    /// <summary>What whoever still waits is told.</summary>
    public static InvalidOperationException Stopped() => new("The engine has stopped.");

    /// <summary>An id for what was started without one.</summary>
    public string NewId() => (Options.NewId?.Invoke() ?? Guid.CreateVersion7(Clock.GetUtcNow())).ToString("N");

    public void CountStep() => Interlocked.Increment(ref steps);

    public void CountReplay() => Interlocked.Increment(ref replays);

    /// <summary>Runs the item later, on another stack.</summary>
    public void HandOver(IThreadPoolWorkItem item)
    {
        if (Options.Handover is { } handover)
        {
            handover.Take(item);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
        }
    }

    /// <summary>Passes a point where a test may crash. False when it did.</summary>
    public bool Pass(string point)
    {
        Options.FaultPoint?.Invoke(point);
        return !IsDead;
    }
}
