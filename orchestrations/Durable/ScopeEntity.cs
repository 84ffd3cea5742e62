using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Keeps the conditions of one scope, and is the gate of the works whose constraints watch them.
///
/// Authority: it alone says whether a constraint of its scope holds. Reports, wake-ups and leaves may come twice. Crash: an operation's state, what it has told and the
/// wake-up that it asked for are one commit; before it there is nothing of it, and it comes again. An entity is never replayed, so this may read the
/// clock and the time zones.
/// </summary>
public sealed class ScopeEntity(TimeProvider clock)
{
    /// <summary>The operation that reports conditions, with a <see cref="ConditionReport"/>.</summary>
    public const string Report = "report";

    private const string Wake = "wake";

    /// <summary>The entity of a scope.</summary>
    public static EntityInstanceId IdOf(string scope) => new(TaskNames.Scope, scope);

    /// <summary>Serves one operation.</summary>
    [Function(TaskNames.Scope)]
    public Task RunAsync([EntityTrigger] TaskEntityDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return dispatcher.DispatchAsync(operation => ValueTask.FromResult(Serve(operation)));
    }

    internal object? Serve(TaskEntityOperation operation)
    {
        ScopeState state = operation.State.GetState<ScopeState>() ?? new ScopeState();
        DateTimeOffset now = clock.GetUtcNow();
        switch (operation.Name)
        {
            case GateEntities.Ask:
                GateRequest asked = operation.GetInput<GateRequest>()!;
                (ScopeStep step, GateAnswer answer) = ScopeRules.Ask(state, asked.Ticket, asked.Work.Constraints, now);
                Keep(operation, step);
                return answer;
            case GateEntities.Leave:
                Keep(operation, new ScopeStep(ScopeRules.Leave(state, operation.GetInput<GateTicket>()!, now), [], null));
                return null;
            case Report:
                Keep(operation, ScopeRules.Report(state, operation.GetInput<ConditionReport>()!, now));
                return null;
            case Wake:
                Keep(operation, ScopeRules.Wake(state, operation.GetInput<DateTimeOffset>(), now));
                return null;
            default:
                throw new NotSupportedException($"A scope has no operation '{operation.Name}'.");
        }
    }

    private static void Keep(TaskEntityOperation operation, ScopeStep step)
    {
        operation.State.SetState(step.State);
        GateTells.Send(operation.Context, Gate.Constraints, step.State.Number, step.Tell);
        if (step.Wake is { } at)
        {
            operation.Context.SignalEntity(operation.Context.Id, Wake, at, new SignalEntityOptions { SignalTime = at });
        }
    }
}
