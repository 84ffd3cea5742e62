using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>What one instance is to be told.</summary>
public sealed record Telling(string Instance, GraphMessage Message);

/// <summary>
/// Sends messages for an entity, which cannot send events itself: it starts this in the step that decided what is to be told, so neither happens
/// without the other. An instance that is gone needs no message.
/// </summary>
public static class TellOrchestrator
{
    /// <summary>The prefix of its instances; what follows is the entity and a number that the entity counts. Their rest is swept by housekeeping.</summary>
    public const string InstancePrefix = "tell:";

    /// <summary>Sends what it is given, and ends.</summary>
    [Function(TaskNames.Tell)]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (Telling telling in context.GetInput<IReadOnlyList<Telling>>() ?? [])
        {
            context.SendEvent(telling.Instance, GraphMessage.EventName, telling.Message);
        }

        return Task.CompletedTask;
    }
}
