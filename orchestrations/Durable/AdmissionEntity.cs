using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// The places of one concurrency key, or of the app: the only one who gives them and takes them back, one operation at a time.
///
/// May come twice: each operation; the second changes nothing. A crash leaves either nothing of a step or all of it: the state, the answer,
/// what is told and what goes to pages are one commit.
/// </summary>
public sealed class AdmissionEntity : TaskEntity<AdmissionState>
{
    /// <summary>The name of the entities.</summary>
    public const string EntityName = "admission";

    private const string KeyPrefix = "key:";
    private const string SlotsKey = "slots";

    /// <summary>The places of the app.</summary>
    public static EntityInstanceId OfSlots { get; } = new(EntityName, SlotsKey);

    private Gate Gate => Context.Id.Key == SlotsKey ? Gate.Slot : Gate.Key;

    /// <summary>The places of a concurrency key.</summary>
    public static EntityInstanceId OfKey(string concurrencyKey) =>
        new(EntityName, KeyPrefix + EntityKeys.Of(concurrencyKey));

    /// <summary>Serves an operation.</summary>
    [Function(EntityName)]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return dispatcher.DispatchAsync(new AdmissionEntity());
    }

    /// <summary>Gives a place, or puts who asks in the line.</summary>
    public GateAnswer Ask(GateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Take(AdmissionRules.Ask(State, Contender.Of(request, Gate)), request.Ticket);
        return AdmissionRules.IsAdmitted(State, request.Ticket) ? WaitAnswers.Go
            : WaitAnswers.Wait(Gate == Gate.Slot ? SlotsKey : request.Work.ConcurrencyKey ?? "");
    }

    /// <summary>Takes a place back, or strikes a waiter.</summary>
    public void Leave(GateTicket ticket) => Take(AdmissionRules.Leave(State, ticket), null);

    /// <summary>Takes waiters from a page back into the line.</summary>
    public void Restore(PutAwayWaiters page)
    {
        ArgumentNullException.ThrowIfNull(page);
        Take(AdmissionRules.Restore(State, page.Number, page.Waiters), null);
    }

    private void Take(AdmissionStep step, GateTicket? answered)
    {
        State = step.State;
        if (step.PutAway is { } putAway)
        {
            Context.SignalEntity(PageOf(putAway.Number), nameof(AdmissionPageEntity.Store), putAway);
        }

        if (!step.Strike.IsEmpty)
        {
            foreach (WaitingPage page in State.Pages)
            {
                Context.SignalEntity(PageOf(page.Number), nameof(AdmissionPageEntity.Strike), step.Strike);
            }
        }

        if (step.SendFor is { } number)
        {
            Context.SignalEntity(PageOf(number), nameof(AdmissionPageEntity.GiveBack), Context.Id);
        }

        GateTelling[] tell = [.. step.Admitted.Select(one => one.Ticket).Where(ticket => ticket != answered).Select(ticket => new GateTelling(ticket, WaitAnswers.Go))];
        if (tell.Length > 0)
        {
            State = State with { Tellings = State.Tellings + 1 };
            GateTells.Send(Context, Gate, State.Tellings, tell);
        }
    }

    private EntityInstanceId PageOf(int number) => new(AdmissionPageEntity.EntityName, Context.Id.Key + ":" + number.ToString(CultureInfo.InvariantCulture));
}
