using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Work.Functions.Activities;
using Work.Functions.Telemetry;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Remote;

/// <summary>
/// Leases due works of external workers. The pool says where to ask; the instance of the work decides who gets it, and counts the attempt.
/// A crash after an instance has decided leaves a lease that nobody knows of: it runs out like that of a caller which died.
/// </summary>
public sealed partial class Leaser(
    GraphMessenger messenger, GraphReader graphs, WorkFinder finder, RunInputs inputs, RemoteRuns runs, HostSecret secret, WorkerPauses pauses, WorkMetrics metrics, IChance chance, TimeProvider clock, ILogger<Leaser> logger)
{
    // Beyond so many that others were faster at, the caller comes again.
    private const int MaxMissesPerLease = 20;

    /// <summary>Leases up to so many works, those whose turn it is first. None on offer is no error. A paused worker has none.</summary>
    public async Task<IReadOnlyList<LeaseInfo>> LeaseAsync(DurableTaskClient client, LeaseRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        request = request with { Workers = await pauses.NotPausedAsync(client, request.Workers) };
        var leases = new List<LeaseInfo>();
        int misses = 0;
        await using IAsyncEnumerator<Candidate> candidates = LeasePool.ReadAsync(client, request.Workers, request.Max, cancellation).GetAsyncEnumerator(cancellation);
        while (request.Workers.Count > 0 && leases.Count < request.Max && misses <= request.Max * MaxMissesPerLease)
        {
            var asked = new List<Task<LeaseInfo?>>();
            while (leases.Count + asked.Count < request.Max && await candidates.MoveNextAsync())
            {
                asked.Add(TryLeaseAsync(client, candidates.Current, request.LeaseFor, cancellation));
            }

            LeaseInfo[] got = [.. (await Task.WhenAll(asked)).OfType<LeaseInfo>()];
            leases.AddRange(got);
            misses += asked.Count - got.Length;
            if (asked.Count == 0)
            {
                break;
            }
        }

        return leases;
    }

    private async Task<LeaseInfo?> TryLeaseAsync(DurableTaskClient client, Candidate candidate, TimeSpan leaseFor, CancellationToken cancellation)
    {
        PoolOffer offer = candidate.Offer;
        string lease = chance.Token();
        var message = new GraphMessage { Lease = new GraphEvent.Leased(offer.Index, lease, leaseFor) };
        StoredGraph? graph = await messenger.SendAsync(
            client, offer.Instance, message, seen => IsDecided(seen.State, offer.Index, candidate.Entry, lease), GraphMessenger.ShortWait, cancellation);
        if (graph is null || graph.State.IsFinished)
        {
            // It ended without a word, or was removed: nobody else takes the entry out.
            await LeasePool.ForgetAsync(client, candidate.Entry, cancellation);
            return null;
        }

        return graph.State.Works[offer.Index] is { State: WorkState.Running } record && record.Remote?.Lease == lease
            ? await HandOverAsync(client, graph, offer, leaseFor, cancellation)
            : null;
    }

    private async Task<LeaseInfo?> HandOverAsync(DurableTaskClient client, StoredGraph graph, PoolOffer offer, TimeSpan leaseFor, CancellationToken cancellation)
    {
        var plan = new GraphPlan(graph.Input.Works);
        graph = await graphs.ReadWithOutputsAsync(client, graph.Instance, plan.PrerequisitesOf(offer.Index), cancellation) ?? graph;
        RunRequest run = RunRequest.Of(plan, graph.State, graph.Input, offer.Instance, offer.Index);
        MergeResult input;
        try
        {
            input = await inputs.GatherAsync(run, client, cancellation);
        }
        catch (InvalidOperationException failure)
        {
            LogNotGathered(failure, run.Work.Id);
            await runs.EndAsync(client, run, RunEnd.Threw, WorkErrors.Of(failure.GetType().FullName!, failure.Message), cancellation);
            return null;
        }

        if (!input.IsMerged)
        {
            await runs.EndAsync(client, run, RunEnd.Failed, input.Error, cancellation);
            return null;
        }

        metrics.Started(run, clock.GetUtcNow());
        var found = new FoundWork(graph, offer.Index);
        var token = new RemoteToken(IsLease: true, offer.Instance, offer.Index, run.Attempt, run.Period, leaseFor);
        DateTimeOffset until = found.Record.Remote?.Until ?? clock.GetUtcNow() + leaseFor;
        return new LeaseInfo(token.ToText(await secret.ReadAsync(client, cancellation)), until, run.Attempt, await finder.ShowAsync(found, cancellation), input.Input.Value, RunSpans.Lease(run));
    }

    // A status that is cut to fit shows no leases: then its ledger does, a moment later.
    private static bool IsDecided(GraphState state, int index, string entry, string lease)
    {
        WorkRecord record = state.Works[index];
        return record.Remote?.Lease == lease || record.State switch
        {
            WorkState.Enqueued => record.Remote is null ? !state.Trimmed : record.Remote.Offer != entry,
            WorkState.Running => record.Remote is not null || !state.Trimmed,
            _ => true,
        };
    }

    [LoggerMessage(LogLevel.Warning, "The input of work {WorkId} could not be gathered for its lease; the run counts as one that threw.")]
    private partial void LogNotGathered(Exception failure, string workId);
}
