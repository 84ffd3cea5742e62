using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// A page of a long line: keeps waiters until they are sent for, and is gone after that. Only the line that it belongs to speaks to it, and in order,
/// so what it strikes and what it gives back are of what it was given.
/// </summary>
public sealed class AdmissionPageEntity : TaskEntity<PutAwayWaiters?>
{
    /// <summary>The name of the entities.</summary>
    public const string EntityName = "admissionpage";

    /// <summary>Serves an operation.</summary>
    [Function(EntityName)]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return dispatcher.DispatchAsync(new AdmissionPageEntity());
    }

    /// <summary>Keeps waiters.</summary>
    public void Store(PutAwayWaiters waiters) => State = waiters;

    /// <summary>Forgets those who have left.</summary>
    public void Strike(ImmutableArray<GateTicket> tickets) =>
        State = State is null ? null : State with { Waiters = State.Waiters.RemoveAll(waiter => tickets.Any(waiter.Is)) };

    /// <summary>Gives the waiters back, and is gone.</summary>
    public void GiveBack(EntityInstanceId line)
    {
        if (State is { } page)
        {
            Context.SignalEntity(line, nameof(AdmissionEntity.Restore), page);
        }

        State = null;
    }

    /// <inheritdoc/>
    protected override PutAwayWaiters? InitializeState(TaskEntityOperation entityOperation) => null;
}
