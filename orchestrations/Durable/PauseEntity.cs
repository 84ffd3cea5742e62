using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Whether a worker is paused: the one who says so. Its state outlives the host. Runs are held back by looking at it, and then ask here, so that plain
/// work costs nothing as long as nothing is paused.
///
/// May come twice: each operation; the second changes nothing. A crash leaves either nothing of a step or all of it.
/// </summary>
public sealed class PauseEntity : TaskEntity<PauseState>
{
    /// <summary>The name of the entities.</summary>
    public const string EntityName = "pause";

    /// <summary>The pause of a worker.</summary>
    public static EntityInstanceId Of(string worker) => new(EntityName, EntityKeys.Of(worker));

    /// <summary>Serves an operation.</summary>
    [Function(EntityName)]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return dispatcher.DispatchAsync(new PauseEntity());
    }

    /// <summary>Nothing new of the worker starts from here on.</summary>
    public void Pause(string change) => State = State.Changed(change) with { IsPaused = true };

    /// <summary>Whoever waits is told to go on.</summary>
    public void Resume(string change)
    {
        for (int page = State.FirstPage; page < State.Pages; page++)
        {
            Context.SignalEntity(PageOf(page), nameof(PausePageEntity.Tell));
        }

        GateTells.Send(Context, Gate.Pause, State.Tellings, [.. State.Waiters.Select(ticket => new GateTelling(ticket, WaitAnswers.Go))]);
        State = State.Changed(change) with { IsPaused = false, Waiters = [], FirstPage = State.Pages, Tellings = State.Tellings + 1 };
    }

    /// <summary>Says whether a work may start; one that may not is told later.</summary>
    public GateAnswer Ask(GateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        State = State.Asked(request.Ticket);
        if (State.Waiters.Length >= PauseState.WaitersOfAPage)
        {
            Context.SignalEntity(PageOf(State.Pages), nameof(PausePageEntity.Store), State.Waiters);
            State = State with { Waiters = [], Pages = State.Pages + 1 };
        }

        return State.IsPaused ? WaitAnswers.Wait(request.Work.Worker) : WaitAnswers.Go;
    }

    /// <summary>Forgets who waits no longer.</summary>
    public void Leave(GateTicket ticket) => State = State.Left(ticket);

    private EntityInstanceId PageOf(int number) => new(PausePageEntity.EntityName, Context.Id.Key + ":" + number.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Works that wait for the resuming of a worker, put away so that the state of the pause stays small; gone once they were told.</summary>
public sealed class PausePageEntity : TaskEntity<PausedWorks?>
{
    /// <summary>The name of the entities.</summary>
    public const string EntityName = "pausepage";

    /// <summary>Serves an operation.</summary>
    [Function(EntityName)]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return dispatcher.DispatchAsync(new PausePageEntity());
    }

    /// <summary>Keeps waiters.</summary>
    public void Store(ImmutableArray<GateTicket> waiters) => State = new PausedWorks(waiters);

    /// <summary>Tells them to go on.</summary>
    public void Tell()
    {
        GateTells.Send(Context, Gate.Pause, 0, [.. (State?.Waiters ?? []).Select(ticket => new GateTelling(ticket, WaitAnswers.Go))]);
        State = null;
    }

    /// <inheritdoc/>
    protected override PausedWorks? InitializeState(TaskEntityOperation entityOperation) => null;
}

/// <summary>Who waits on a page.</summary>
public sealed record PausedWorks(ImmutableArray<GateTicket> Waiters);
