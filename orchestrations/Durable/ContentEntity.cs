using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Takes changes of content to the works that wait for them, and counts those works where there is a limit on them: the only one of its kind.
///
/// Each operation may come twice. Crash: an operation's state, what it has told and the wake-up that it asked for are one commit. An entity is never
/// replayed, so this may read the clock.
/// </summary>
public sealed class ContentEntity(TimeProvider clock)
{
    /// <summary>The operation that tells of a change, with the uri.</summary>
    public const string Changed = "changed";

    /// <summary>The operation that asks for works to be let in, with a <see cref="ContentAdmission"/>.</summary>
    public const string Admit = "admit";

    private const string Wake = "wake";

    // Each message may hold many uris.
    private const int MostTellingsAtOnce = 8;

    /// <summary>The entity.</summary>
    public static EntityInstanceId Id { get; } = new(TaskNames.Content, "all");

    /// <summary>Serves one operation.</summary>
    [Function(TaskNames.Content)]
    public Task RunAsync([EntityTrigger] TaskEntityDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return dispatcher.DispatchAsync(operation => ValueTask.FromResult(Serve(operation)));
    }

    internal object? Serve(TaskEntityOperation operation)
    {
        ContentState state = operation.State.GetState<ContentState>() ?? new ContentState();
        DateTimeOffset now = clock.GetUtcNow();
        switch (operation.Name)
        {
            case GateEntities.Ask:
                GateRequest asked = operation.GetInput<GateRequest>()!;
                (ContentState asking, GateAnswer answer) = ContentRules.Ask(state, asked.Ticket, asked.Work.Constraints);
                operation.State.SetState(asking);
                return answer;
            case GateEntities.Leave:
                operation.State.SetState(ContentRules.Leave(state, operation.GetInput<GateTicket>()!));
                return null;
            case Changed:
                Keep(operation, ContentRules.Changed(state, operation.GetInput<string>()!, now));
                return null;
            case Wake:
                Keep(operation, ContentRules.Wake(state, operation.GetInput<DateTimeOffset>(), now));
                return null;
            case Admit:
                operation.State.SetState(ContentRules.Admit(state, operation.GetInput<ContentAdmission>()!, now));
                return null;
            default:
                throw new NotSupportedException($"Content has no operation '{operation.Name}'.");
        }
    }

    private static void Keep(TaskEntityOperation operation, ContentStep step)
    {
        operation.State.SetState(step.State);
        GateTells.Send(operation.Context, Gate.Content, step.State.Number, step.Tell, MostTellingsAtOnce);
        if (step.Wake is { } at)
        {
            operation.Context.SignalEntity(operation.Context.Id, Wake, at, new SignalEntityOptions { SignalTime = at });
        }
    }
}
