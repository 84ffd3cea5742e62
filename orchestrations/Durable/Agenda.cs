using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Puts long waits of periodic work into the agenda instead of on a timer: the note goes with the step that begins the wait, so neither is without the
/// other. The wake that comes of it only makes the instance look again; then its time is near, and has a timer. A wait that has changed leaves its
/// note behind, whose wake finds nothing due.
/// </summary>
internal sealed class Agenda(TaskOrchestrationContext context)
{
    private DateTimeOffset? noted;

    /// <summary>The instant for which a timer is needed; null when there is none, or the agenda has it.</summary>
    internal DateTimeOffset? TimerFor(GraphPlan plan, DateTimeOffset? next)
    {
        if (plan.Works is not [{ IsPeriodic: true }] || next is not { } dueAt || AgendaSlots.IsNear(dueAt, new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero)))
        {
            return next;
        }

        DateTimeOffset slot = AgendaSlots.Of(dueAt);
        if (slot != noted)
        {
            noted = slot;
            _ = context.Entities.SignalEntityAsync(AgendaEntity.IdOf(slot, context.InstanceId), AgendaEntity.Note, new AgendaNote(context.InstanceId, dueAt));
        }

        return null;
    }
}
