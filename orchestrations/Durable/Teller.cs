using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>Has an orchestration tell what an entity decided, in parts that each fit a message.</summary>
internal static class Teller
{
    private const int MostAtOnce = 200;

    /// <summary>What a work is told of its gate.</summary>
    internal static Telling Of(GateTicket ticket, Gate gate, GateAnswer answer) =>
        new(ticket.Instance, new GraphMessage { Gate = new GraphEvent.GateAnswered(ticket.Index, gate, ticket.Pass, answer) });

    /// <summary>
    /// Tells, as the tellings after the number that the entity keeps; returns the number to keep. A step that is repeated starts the same instances, so nothing is
    /// told by two of them.
    /// </summary>
    internal static int Tell(TaskEntityContext context, int tellings, IReadOnlyList<Telling> told)
    {
        foreach (Telling[] part in told.Chunk(MostAtOnce))
        {
            tellings++;
            context.ScheduleNewOrchestration(TaskNames.Tell, part, new StartOrchestrationOptions($"{TellOrchestrator.InstancePrefix}{context.Id}:{tellings}"));
        }

        return tellings;
    }
}
