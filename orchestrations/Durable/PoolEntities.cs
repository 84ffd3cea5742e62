using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// The pool of works on offer, and the count of leases that ran out. Each offer is an entity of its own whose key says its turn, so that the pool
/// of a worker is a range of keys: it grows without one large state that every change would rewrite, and its first page is what to lease next.
/// </summary>
public static class PoolEntities
{
    /// <summary>The name of the offers' entities. Stored: never rename it.</summary>
    public const string Offers = "offer";

    /// <summary>The name of the entities that count, by worker, the leases that ran out. Stored: never rename it.</summary>
    public const string Expired = "expired";

    /// <summary>Puts an offer in, with a <see cref="PoolOffer"/>; the same again changes nothing.</summary>
    public const string Put = "put";

    /// <summary>Takes an offer out; one that is not there is no error.</summary>
    public const string Withdraw = "delete";

    /// <summary>Counts one lease that ran out, with the worker's name.</summary>
    public const string Count = "count";

    /// <summary>The entity of an entry of the pool.</summary>
    public static EntityInstanceId OfferOf(string entry) => new(Offers, entry);

    /// <summary>The entity that counts for a worker.</summary>
    public static EntityInstanceId ExpiredOf(string worker) => new(Expired, PoolOffer.EntriesOf(worker));

    /// <summary>Serves the offers.</summary>
    [Function(Offers)]
    public static Task ServeOffersAsync([EntityTrigger] TaskEntityDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return dispatcher.DispatchAsync<OfferEntity>();
    }

    /// <summary>Serves the counts.</summary>
    [Function(Expired)]
    public static Task ServeExpiredAsync([EntityTrigger] TaskEntityDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return dispatcher.DispatchAsync<ExpiredEntity>();
    }
}

/// <summary>One work on offer.</summary>
public sealed class OfferEntity : TaskEntity<PoolOffer?>
{
    /// <summary>Puts the offer in.</summary>
    public void Put(PoolOffer offer) => State = offer;

    /// <inheritdoc/>
    protected override PoolOffer? InitializeState(TaskEntityOperation entityOperation) => null;
}

/// <summary>How many leases of a worker's works have run out.</summary>
/// <param name="Worker">The worker's name.</param>
/// <param name="Count">How many.</param>
public sealed record ExpiredLeases(string Worker, int Count);

/// <summary>Counts the leases of one worker that ran out.</summary>
public sealed class ExpiredEntity : TaskEntity<ExpiredLeases?>
{
    /// <summary>Counts one more.</summary>
    public void Count(string worker) => State = new ExpiredLeases(worker, (State?.Count ?? 0) + 1);

    /// <inheritdoc/>
    protected override ExpiredLeases? InitializeState(TaskEntityOperation entityOperation) => null;
}
