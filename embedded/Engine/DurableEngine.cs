using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Work.Embedded.Engine.Client;
using Work.Embedded.Engine.Core;
using Work.Embedded.Engine.History;
using Work.Embedded.Engine.Messages;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine;

/// <summary>
/// A Durable Task engine over one SQLite file: orchestrations, activities, timers, events, entities. What it acknowledges is on disk. Start it
/// once, stop it once; a new one opens the same directory afterwards.
/// </summary>
public sealed class DurableEngine : IAsyncDisposable
{
    private readonly EngineOptions options;
    private readonly ITaskCatalog catalog;
    private readonly TimeProvider clock;
    private readonly ILoggerFactory loggers;
    private readonly BusyCount busy;
    private EngineCore? core;
    private EngineClient? client;

    /// <summary>Makes an engine; nothing is opened before <see cref="StartAsync"/>.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="catalog">What it runs.</param>
    /// <param name="clock">What its timers wait on; a virtual one works without real time passing.</param>
    /// <param name="loggers">Where it logs, and the orchestrators with it.</param>
    /// <param name="busy">Where it counts what is runnable or running.</param>
    public DurableEngine(EngineOptions options, ITaskCatalog catalog, TimeProvider clock, ILoggerFactory loggers, BusyCount busy)
    {
        this.options = options;
        this.catalog = catalog;
        this.clock = clock;
        this.loggers = loggers;
        this.busy = busy;
    }

    /// <summary>The client of this engine, and of its entities.</summary>
    /// <exception cref="InvalidOperationException">The engine was not started.</exception>
    public DurableTaskClient Client => client ?? throw new InvalidOperationException("The engine has not been started.");

    /// <summary>What the engine is at.</summary>
    /// <exception cref="InvalidOperationException">The engine was not started.</exception>
    public EngineStatistics Statistics => new(
        Core.Actors.Count, Core.Activities.Running, Core.Activities.Queued, Core.Store.Commits, Core.Store.Rows, Core.Store.Bytes, Core.StepCount, Core.ReplayCount, Core.Tally.Counts,
        $"{SqliteLibrary.Version} ({SqliteLibrary.Source})");

    /// <summary>Activities that wait for a free place; 0 before the start.</summary>
    public int QueuedActivities => core?.Activities.Queued ?? 0;

    internal bool IsStarted => core is not null;

    internal EngineCore Core => core ?? throw new InvalidOperationException("The engine has not been started.");

    /// <summary>Opens the store and takes up what was under way.</summary>
    /// <exception cref="StoreException">The directory is owned by another process, or its database cannot be used. Nothing was changed.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var store = await StoreOpening.OpenAsync(options, clock.GetUtcNow(), loggers.CreateLogger<DurableEngine>(), cancellationToken);
        try
        {
            await store.SaveBoot();
        }
        catch (StoreException failure)
        {
            await store.AbandonAsync();
            throw failure.WhileOpening(store.Path);
        }

        core = new EngineCore(options, catalog, clock, loggers, busy, store);
        client = new EngineClient(core);
        busy.Enter();
        try
        {
            Recover(core);
        }
        finally
        {
            busy.Exit();
        }
    }

    /// <summary>The history of an instance's present execution, oldest first; empty when there is no such instance.</summary>
    public IReadOnlyList<HistoryEntry> ReadHistory(string instanceId) => HistoryReadout.Read(Core, instanceId);

    /// <summary>
    /// Takes no more requests, tells running activities to stop and waits for them up to the drain timeout, commits what there is and closes
    /// the store. What did not end is delivered again at the next start.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (core is not { IsDead: false } open || open.IsClosing)
        {
            return;
        }

        open.IsClosing = true;
        open.Wakes.Stop();
        try
        {
            await open.Activities.StopAsync().WaitAsync(options.DrainTimeout, options.RealTime, cancellationToken);
            await open.Turns.WhenIdleAsync(cancellationToken).WaitAsync(options.DrainTimeout, options.RealTime, cancellationToken);
            if (!open.Activities.IsAnyUndone)
            {
                await open.Store.ForgetBoot();
            }
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            EngineLog.DrainTimedOut(open.Log, open.Activities.Running, options.DrainTimeout);
        }
        catch (StoreException notKept)
        {
            // Nothing follows from it but that the next start takes what runs for lost.
            EngineLog.StopNotNoted(open.Log, notKept);
        }

        open.IsDead = true;
        await open.Store.CloseAsync();
        open.Waiters.FailAll(EngineCore.Stopped());
        EngineLog.Stopped(open.Log);
    }

    /// <summary>Stops the engine if it runs.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    /// <summary>Models <c>kill -9</c>: nothing more is committed, dispatched or answered; ends when another engine can open the directory.</summary>
    internal Task AbandonAsync()
    {
        Core.IsDead = true;
        Core.Wakes.Stop();
        return Core.Store.AbandonAsync();
    }

    private static void Recover(EngineCore core)
    {
        var running = Wakes.Attention(core.Store.Reads);
        running.ForEach(id => core.Actors.Post(id, new RecoverMessage()));
        var messages = Wakes.Undelivered(core.Store.Reads);
        messages.ForEach(stored => core.Actors.Post(stored.Target, MessageCodec.Read(stored.Body, stored.Number)));
        foreach (var stored in Wakes.Delayed(core.Store.Reads))
        {
            core.Wakes.Deliver(stored.Target, MessageCodec.Read(stored.Body, stored.Number), stored.DueAt!.Value);
        }

        core.Wakes.Sweep();
        EngineLog.Ready(core.Log, core.Store.Path, $"{SqliteLibrary.Version} ({SqliteLibrary.Source})", running.Count, messages.Count);
    }
}
