using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// The run time of one worker's long-running work: the only one who counts it, by its own clock. It looks again by itself when the budget will be used
/// up, and when there will be room. May come twice: each operation; the second changes nothing. An early look changes nothing either.
/// </summary>
public sealed class BudgetEntity(TimeProvider clock, IQuotaObserver? observer = null) : TaskEntity<BudgetState>
{
    /// <summary>The name of the entities.</summary>
    public const string EntityName = "budget";

    /// <summary>The budget of a worker.</summary>
    public static EntityInstanceId Of(string worker) => new(EntityName, EntityKeys.Of(worker));

    /// <summary>Serves an operation.</summary>
    [Function(EntityName)]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return dispatcher.DispatchAsync<BudgetEntity>();
    }

    /// <summary>Says whether there is run time left; who must wait is told later.</summary>
    public GateAnswer Ask(GateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        (BudgetStep step, GateAnswer answer) = BudgetRules.Ask(State, request.Ticket, request.Work.Budget ?? TimeSpan.MaxValue, clock.GetUtcNow());
        Take(step);
        observer?.Answered(Gate.Budget, request.Work, answer);
        return answer;
    }

    /// <summary>A run begins.</summary>
    public void Begin(GateTicket ticket) => Take(BudgetRules.Begin(State, ticket, clock.GetUtcNow()));

    /// <summary>A run is over, or a work no longer waits.</summary>
    public void Leave(GateTicket ticket) => Take(BudgetRules.Leave(State, ticket, clock.GetUtcNow()));

    /// <summary>Time has passed.</summary>
    public void Look() => Take(BudgetRules.Look(State, clock.GetUtcNow()));

    private void Take(BudgetStep step)
    {
        State = step.State;
        GateTells.Send(Context, Gate.Budget, State.Tellings, step.Tell);
        if (step.Wake is { } at)
        {
            Context.SignalEntity(Context.Id, nameof(Look), null, new SignalEntityOptions { SignalTime = at });
        }
    }
}
