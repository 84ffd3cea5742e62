using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>How an entity at a gate tells its watchers of changed answers: by instances of <see cref="TellOrchestrator"/> that start with its commit.</summary>
internal static class GateTells
{
    // What one instance is started with must stay small enough for a message.
    private const int MostOfOneInstance = 100;

    /// <summary>Tells, if there is anything to tell.</summary>
    /// <param name="context">The entity's.</param>
    /// <param name="gate">Where it stands.</param>
    /// <param name="number">One that it has not told under before: so a step that is repeated tells once.</param>
    /// <param name="tell">What to tell.</param>
    /// <param name="atOnce">How much one instance tells.</param>
    internal static void Send(TaskEntityContext context, Gate gate, long number, IReadOnlyList<GateTelling> tell, int atOnce = MostOfOneInstance)
    {
        int part = 0;
        foreach (GateTelling[] some in tell.Chunk(atOnce))
        {
            Telling[] tellings = [.. some.Select(one => new Telling(one.Ticket.Instance, new GraphMessage { Gate = new GraphEvent.GateAnswered(one.Ticket.Index, gate, one.Ticket.Pass, one.Answer) }))];
            string id = $"{TellOrchestrator.InstancePrefix}{context.Id.Name}:{context.Id.Key}:{number}:{part++}";
            context.ScheduleNewOrchestration(TaskNames.Tell, tellings, new StartOrchestrationOptions(id));
        }
    }
}
