using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Works;

/// <summary>
/// Prunes finished work, continuation by continuation. What is still needed is judged by the rules from the continuation as it was read; finished is final, so
/// what may go then may go later too. A continuation goes as a whole once nothing of it is left; until then its pruned works are only marked, by their
/// instance while it runs, else by starting it once more with the marks in its state.
///
/// One prune runs at a time in a process. A crash leaves marks that were made and continuations that are partly gone; the next prune goes on with them.
/// </summary>
public sealed partial class WorkPruner(
    GraphReader graphs, ChainReader continuations, Dependents dependents, GraphMessenger messenger, ContinuationRemover remover, PruneGate gate, Retention retention, TimeProvider clock, ILogger<WorkPruner> logger) : IDisposable
{
    private const int InstancesOfAPage = 200;

    private static readonly OrchestrationRuntimeStatus[] Ended = [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];
    private static readonly OrchestrationRuntimeStatus[] Begun = [OrchestrationRuntimeStatus.Running, .. Ended];

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Prunes finished work that no unfinished work waits for; how many works that were.</summary>
    /// <param name="client">The client.</param>
    /// <param name="onlyOld">Whether what is to be kept for a while yet stays.</param>
    /// <param name="cancellation">Ends the prune between two continuations.</param>
    public async Task<int> PruneAsync(DurableTaskClient client, bool onlyOld, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            int pruned = 0;
            IEnumerable<OrchestrationRuntimeStatus> statuses = retention.IsNew ? [OrchestrationRuntimeStatus.Pending, .. Begun] : Begun;
            retention.Begin(clock.GetUtcNow());
            foreach (string prefix in (string[])["w", "c:"])
            {
                var query = new OrchestrationQuery(Statuses: statuses, InstanceIdPrefix: prefix, PageSize: InstancesOfAPage, FetchInputsAndOutputs: true);
                await foreach (OrchestrationMetadata metadata in client.GetAllInstancesAsync(query).WithCancellation(cancellation))
                {
                    pruned += await TryPruneAsync(client, metadata, onlyOld, cancellation);
                }
            }

            return pruned;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    // One continuation that cannot be read must not keep the others for ever.
    private async Task<int> TryPruneAsync(DurableTaskClient client, OrchestrationMetadata metadata, bool onlyOld, CancellationToken cancellation)
    {
        try
        {
            return await PruneAsync(client, metadata, onlyOld ? clock.GetUtcNow() : null, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure, metadata.InstanceId);
            return 0;
        }
    }

    private async Task<int> PruneAsync(DurableTaskClient client, OrchestrationMetadata metadata, DateTimeOffset? olderThan, CancellationToken cancellation)
    {
        if (await PartsAsync(client, metadata, cancellation) is not { } parts || parts.Any(part => part.Input.Works.Count != part.State.Works.Length))
        {
            return 0;
        }

        FoundWork[] works = [.. parts.SelectMany(part => Enumerable.Range(0, part.Input.Works.Count).Select(index => new FoundWork(part, index)))];
        var plan = new GraphPlan([.. works.Select(work => work.Spec)]);
        WorkRecord[] records = [.. works.Select(work => work.Record)];
        IReadOnlyList<int> candidates = PruneRules.Prunable(plan, records, _ => false, olderThan);
        NoteWhatStays(works, candidates);
        if (candidates.Count == 0 && !records.All(record => record.Pruned))
        {
            return 0;
        }

        using IDisposable all = await gate.AllAsync(cancellation);
        IReadOnlySet<string> needed = await NeededAsync(client, parts, plan, candidates.Select(index => plan.Works[index].Id).ToHashSet(StringComparer.Ordinal), cancellation);
        FoundWork[] going = [.. candidates.Where(index => !needed.Contains(plan.Works[index].Id)).Select(index => works[index])];
        bool isEmpty = records.Count(record => record.Pruned) + going.Length == works.Length && Ended.Contains(metadata.RuntimeStatus);
        bool isGoing = isEmpty && !MayBeAskedAgain(parts[0].Input);
        int marked = 0;
        if (!isGoing || ContinuationRemover.GoesInSteps(parts))
        {
            // Before its documents and marks go: nobody may find a work whose output is gone, nor miss one that is there.
            foreach (IGrouping<StoredGraph, FoundWork> part in going.GroupBy(work => work.Graph))
            {
                marked += await MarkAsync(client, part.Key, [.. part.Select(work => work.Index)], cancellation);
            }
        }

        return !isGoing ? marked : await RemoveAsync(client, metadata.InstanceId, parts, going.Length, marked, cancellation);
    }

    private async Task<int> RemoveAsync(DurableTaskClient client, string head, IReadOnlyList<StoredGraph> parts, int going, int marked, CancellationToken cancellation)
    {
        foreach (StoredGraph part in marked > 0 ? parts : [])
        {
            await client.WaitForInstanceCompletionAsync(part.Instance, cancellation);
        }

        try
        {
            return await remover.TryRemoveAsync(client, head, parts, cancellation) ? going : marked;
        }
        catch (Exception failure) when (marked > 0 && failure is not OperationCanceledException)
        {
            LogFailed(failure, head);
            return marked;
        }
    }

    private void NoteWhatStays(FoundWork[] works, IReadOnlyList<int> candidates)
    {
        DateTimeOffset now = clock.GetUtcNow();
        foreach (FoundWork work in Enumerable.Range(0, works.Length).Except(candidates).Select(index => works[index]).Where(work => !work.Record.Pruned))
        {
            if (work.Record.State.IsFinished())
            {
                retention.Note(PruneRules.OldAt(work.Spec, work.Record, now));
            }
            else
            {
                retention.Expect(work.Spec.KeepResultsFor, now);
            }
        }
    }

    // As long as its idempotency key holds, a continuation stays with its marks: the request again must not start it again.
    private bool MayBeAskedAgain(GraphInput input) => input.RequestDigest is not null && clock.GetUtcNow() - input.EnqueuedAt < (input.RequestKeptFor ?? WorkClaims.KeyLifetime);

    // A shard is judged with the continuation that it is a part of.
    private async Task<IReadOnlyList<StoredGraph>?> PartsAsync(DurableTaskClient client, OrchestrationMetadata metadata, CancellationToken cancellation)
    {
        if (metadata.Name == TaskNames.RunShards)
        {
            return await continuations.ReadAsync(client, metadata.InstanceId, cancellation);
        }

        return await graphs.ReadAsync(metadata, cancellation) is { Input.Shard: null } whole ? [whole] : null;
    }

    private async Task<IReadOnlySet<string>> NeededAsync(DurableTaskClient client, IReadOnlyList<StoredGraph> parts, GraphPlan plan, IReadOnlySet<string> ids, CancellationToken cancellation)
    {
        DependentWorks elsewhere = await dependents.FindAsync(client, parts, ids, cancellation);
        if (elsewhere.AreMoreToCome)
        {
            retention.Note(clock.GetUtcNow());
            return ids;
        }

        HashSet<string> needed = [.. elsewhere.Works.Where(work => !work.Record.State.IsFinished()).SelectMany(work => work.Spec.After)];

        if (needed.Overlaps(ids))
        {
            retention.Note(clock.GetUtcNow());
        }

        // The owner of a name that is at work may be appending to the works that nothing waits for yet.
        if (parts[0].Input.UniqueName is { } name && (await NameStarter.ReadAsync(client, name, cancellation)).IsOwned)
        {
            needed.UnionWith(Enumerable.Range(0, plan.Works.Count).Where(index => plan.DependentsOf(index).Count == 0).Select(index => plan.Works[index].Id));
        }

        return needed;
    }

    private async Task<int> MarkAsync(DurableTaskClient client, StoredGraph part, IReadOnlyList<int> works, CancellationToken cancellation)
    {
        var asked = new GraphEvent.PruneAsked(works);
        if (part.HasEnded)
        {
            GraphState marked = PruneRules.Apply(new GraphPlan(part.Input.Works), part.State, asked);
            return await GraphStarter.TryReplaceEndedAsync(client, part, marked, cancellation) ? works.Count : 0;
        }

        StoredGraph? shown = await messenger.SendAsync(
            client, part.Instance, new GraphMessage { Prune = asked }, graph => works.All(index => graph.State.Works[index].Pruned), cancellation);
        int taken = shown is null ? 0 : works.Count(index => shown.State.Works[index].Pruned);
        return taken < works.Count && shown is { HasEnded: true } ? await MarkAsync(client, shown, works, cancellation) : taken;
    }

    [LoggerMessage(LogLevel.Warning, "The continuation {Instance} could not be pruned; the next prune tries again.")]
    private partial void LogFailed(Exception failure, string instance);
}
