using System.Runtime.CompilerServices;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Remote;

/// <summary>A work on offer, as the pool shows it.</summary>
/// <param name="Entry">Its entry.</param>
/// <param name="Offer">The work.</param>
public sealed record Candidate(string Entry, PoolOffer Offer);

/// <summary>Reads the pool of works on offer: no further than the caller goes on.</summary>
public static class LeasePool
{
    /// <summary>The works of some workers that are on offer, by their turn.</summary>
    /// <param name="client">The client.</param>
    /// <param name="workers">The workers.</param>
    /// <param name="pageSize">How many are read at once of each.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async IAsyncEnumerable<Candidate> ReadAsync(
        DurableTaskClient client, IReadOnlyList<string> workers, int pageSize, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var heads = new PriorityQueue<IAsyncEnumerator<Candidate>, string>(StringComparer.Ordinal);
        var open = new List<IAsyncEnumerator<Candidate>>();
        try
        {
            foreach (string worker in workers)
            {
                IAsyncEnumerator<Candidate> ofWorker = OfAsync(client, worker, pageSize, cancellation).GetAsyncEnumerator(cancellation);
                open.Add(ofWorker);
                await AdvanceAsync(heads, ofWorker);
            }

            while (heads.TryDequeue(out IAsyncEnumerator<Candidate>? first, out _))
            {
                yield return first.Current;
                await AdvanceAsync(heads, first);
            }
        }
        finally
        {
            foreach (IAsyncEnumerator<Candidate> ofWorker in open)
            {
                await ofWorker.DisposeAsync();
            }
        }
    }

    /// <summary>Takes an entry out whose instance cannot do so any more.</summary>
    public static Task ForgetAsync(DurableTaskClient client, string entry, CancellationToken cancellation) =>
        client.Entities.SignalEntityAsync(PoolEntities.OfferOf(entry), PoolEntities.Withdraw, cancellation);

    private static async ValueTask AdvanceAsync(PriorityQueue<IAsyncEnumerator<Candidate>, string> heads, IAsyncEnumerator<Candidate> ofWorker)
    {
        if (await ofWorker.MoveNextAsync())
        {
            heads.Enqueue(ofWorker, PoolOffer.TurnOf(ofWorker.Current.Entry));
        }
    }

    private static async IAsyncEnumerable<Candidate> OfAsync(DurableTaskClient client, string worker, int pageSize, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var query = new EntityQuery { InstanceIdStartsWith = PoolEntities.OfferOf(PoolOffer.EntriesOf(worker)).ToString(), PageSize = pageSize };
        await foreach (EntityMetadata<PoolOffer> entry in client.Entities.GetAllEntitiesAsync<PoolOffer>(query).WithCancellation(cancellation))
        {
            // A digest is not a name: two names with one digest are not likely, and are told apart.
            if (entry.IncludesState && entry.State.Worker == worker)
            {
                yield return new Candidate(entry.Id.Key, entry.State);
            }
        }
    }
}
