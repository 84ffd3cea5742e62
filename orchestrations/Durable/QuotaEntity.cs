using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// The quota of expedited work of one scope: the only one who gives its tokens, one operation at a time, by its own clock.
/// May come twice: each operation; the second changes nothing.
/// </summary>
public sealed class QuotaEntity(TimeProvider clock, IQuotaObserver? observer = null) : TaskEntity<QuotaState>
{
    /// <summary>The name of the entities.</summary>
    public const string EntityName = "quota";

    /// <summary>The quota of a scope.</summary>
    public static EntityInstanceId Of(string scope) => new(EntityName, EntityKeys.Of(scope));

    /// <summary>Serves an operation.</summary>
    [Function(EntityName)]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return dispatcher.DispatchAsync<QuotaEntity>();
    }

    /// <summary>Gives a token; when there is none, the work says itself what becomes of it.</summary>
    public GateAnswer Ask(GateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        GateAnswer answer = Answer(request);
        observer?.Answered(Gate.Quota, request.Work, answer);
        return answer;
    }

    /// <summary>Forgets who has run.</summary>
    public void Leave(GateTicket ticket) => State = State.Left(ticket);

    private GateAnswer Answer(GateRequest request)
    {
        if (request.Work.Expedited is not { Quota: { } quota } expedited)
        {
            return GateAnswer.Yes;
        }

        State = State.Asked(request.Ticket, quota, clock.GetUtcNow());
        return State.Has(request.Ticket) ? GateAnswer.Yes : new GateAnswer
        {
            Verdict = expedited.OutOfQuota == OutOfQuotaPolicy.Drop ? GateVerdict.Dropped : GateVerdict.Open,
            Reason = StopReason.Quota,
        };
    }
}
