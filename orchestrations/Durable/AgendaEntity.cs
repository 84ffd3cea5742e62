using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// A bucket of the agenda: the instances that are due in its slot.
///
/// Authority: it alone says what is noted, and nothing is noted once its slot has closed: whoever comes then is woken at once, since those who open
/// the slot may have been there. Each operation may come twice. Crash: a note is on disk with the wait that it stands for, and taken out only
/// after the instance was woken. An entity is never replayed, so this may read the clock.
/// </summary>
public sealed class AgendaEntity(TimeProvider clock)
{
    /// <summary>The name of the entities.</summary>
    public const string EntityName = "agenda";

    /// <summary>The operation that notes an instance, with an <see cref="AgendaNote"/>.</summary>
    public const string Note = "note";

    /// <summary>The operation that takes out those who were woken, with a list of <see cref="AgendaNote"/>.</summary>
    public const string Remove = "remove";

    /// <summary>The bucket that notes an instance in a slot.</summary>
    public static EntityInstanceId IdOf(DateTimeOffset slot, string instance) => new(EntityName, AgendaSlots.BucketOf(slot, instance));

    /// <summary>A bucket of a slot.</summary>
    public static EntityInstanceId IdOf(DateTimeOffset slot, int shard) => new(EntityName, AgendaSlots.BucketOf(slot, shard));

    /// <summary>Serves one operation.</summary>
    [Function(EntityName)]
    public Task RunAsync([EntityTrigger] TaskEntityDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return dispatcher.DispatchAsync(operation => ValueTask.FromResult(Serve(operation)));
    }

    internal object? Serve(TaskEntityOperation operation)
    {
        AgendaPage? page = operation.State.GetState<AgendaPage>();
        switch (operation.Name)
        {
            case Note:
                operation.State.SetState(Noted(operation.Context, page, operation.GetInput<AgendaNote>()!));
                return null;
            case Remove:
                operation.State.SetState(page?.Without(operation.GetInput<IReadOnlyList<AgendaNote>>()!));
                return null;
            default:
                throw new NotSupportedException($"The agenda has no operation '{operation.Name}'.");
        }
    }

    private AgendaPage? Noted(TaskEntityContext context, AgendaPage? page, AgendaNote note)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (AgendaSlots.IsClosed(AgendaSlots.SlotOf(context.Id.Key), now))
        {
            IReadOnlyList<Telling> wake = [new Telling(note.Instance, GraphMessage.Waking)];
            context.ScheduleNewOrchestration(TaskNames.Tell, wake, new StartOrchestrationOptions($"{TellOrchestrator.InstancePrefix}{context.Id}:{note.Instance}"));
            return page;
        }

        if (page is null)
        {
            // From the first note on there is something to open: slots before this one hold nothing.
            context.SignalEntity(AgendaCursorEntity.Id, AgendaCursorEntity.Begin, new AgendaCursor(AgendaSlots.Of(now) - AgendaSlots.Length));
        }

        return (page ?? new AgendaPage()).With(note);
    }
}
