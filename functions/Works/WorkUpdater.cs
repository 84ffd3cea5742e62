using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Work.Functions.Workers;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>What became of an update.</summary>
/// <param name="Result">Whether it was applied, and from when on.</param>
/// <param name="Work">The work after it.</param>
/// <param name="Adjustments">Values of the request that a floor or ceiling changed.</param>
public sealed record UpdateAnswer(UpdateResult Result, WorkInfo Work, IReadOnlyList<Adjustment> Adjustments);

/// <summary>
/// Updates work. The update is stored first, under a name that nobody else has; then the work's instance is asked to take it, and decides. The caller
/// learns from the generation that follows the one it saw whether the instance took this update or another one; then it begins again.
/// A crash before the instance was asked leaves a document that nobody refers to; it goes when the work is pruned.
/// </summary>
public sealed class WorkUpdater(
    WorkerRegistry workers,
    WorkFinder finder,
    GraphMessenger messenger,
    StateStore store,
    WorksStore documents,
    Retention retention,
    TimeProvider clock,
    IChance chance,
    IOptions<WorkOptions> options)
{
    private const int MaxRounds = 20;

    // A repeat of a call comes within a day; so many updates of one work in between are not expected.
    private const int MostUpdatesBetween = 100;

    /// <summary>Replaces the request of a work.</summary>
    /// <param name="client">The client.</param>
    /// <param name="id">The work.</param>
    /// <param name="body">The new request.</param>
    /// <param name="mayChange">Whether the caller means the work as it is in this generation.</param>
    /// <param name="cancellation">Gives the update up; the instance may take it all the same.</param>
    /// <exception cref="RefusedException">There is no such work (404), the caller means another generation (412), or the request is faulty.</exception>
    public async Task<UpdateAnswer> UpdateAsync(DurableTaskClient client, string id, ReadOnlyMemory<byte> body, Func<int, bool> mayChange, CancellationToken cancellation)
    {
        if (!UpdateReader.TryRead(body, id, workers.ContextOf(options.Value.Limits, clock.GetUtcNow()), out EnqueueRequest? request, out RejectedReading? rejected))
        {
            throw new RefusedException(Refusals.Of(rejected.Status, rejected.Faults));
        }

        WorkSpec asked = WorkSpecs.From(request, [id], options.Value.Limits)[0];
        for (int round = 0; round < MaxRounds; round++)
        {
            FoundWork found = await finder.FindAsync(client, id, cancellation) ?? throw new RefusedException(Refusals.UnknownWork(id));
            if (!mayChange(found.Record.Generation))
            {
                throw new RefusedException(Refusals.Stale(id, found.Record.Generation));
            }

            if (found.Spec.IsPeriodic != asked.IsPeriodic)
            {
                throw new RefusedException(Refusals.Of(422, [new Fault(found.Spec.IsPeriodic ? "period" : asked.Cron is null ? "period" : "cron", "one-time work cannot become periodic, nor periodic work one-time", 422)]));
            }

            if (await TryUpdateAsync(client, found, asked, chance.Token(), cancellation) is { } result)
            {
                retention.Expect(asked.KeepResultsFor, clock.GetUtcNow());
                FoundWork now = await finder.FindAsync(client, id, cancellation) ?? found;
                return new UpdateAnswer(result, await finder.ShowAsync(now, cancellation), request.Adjustments);
            }
        }

        throw new RefusedException(Refusals.Contended);
    }

    /// <summary>Has a work take another request; the work after it.</summary>
    /// <param name="client">The client.</param>
    /// <param name="work">The work.</param>
    /// <param name="asked">The new request; of another id than the work's, which stays.</param>
    /// <param name="token">Tells this update from every other.</param>
    /// <param name="isRepeat">Whether it may have been taken already: then it is not taken again.</param>
    /// <param name="cancellation">Gives the update up; the instance may take it all the same.</param>
    /// <exception cref="RefusedException">Nothing could be decided.</exception>
    public async Task<FoundWork> UpdateAsync(DurableTaskClient client, FoundWork work, WorkSpec asked, string token, bool isRepeat, CancellationToken cancellation)
    {
        FoundWork found = work;
        for (int round = 0; round < MaxRounds; round++)
        {
            if ((isRepeat && await IsTakenAsync(found, token, cancellation)) || await TryUpdateAsync(client, found, asked, token, cancellation) is not null)
            {
                return await finder.FindAsync(client, work.Spec.Id, cancellation) ?? found;
            }

            found = await finder.FindAsync(client, work.Spec.Id, cancellation) ?? throw new RefusedException(Refusals.UnknownWork(work.Spec.Id));
        }

        throw new RefusedException(Refusals.Contended);
    }

    private async Task<bool> IsTakenAsync(FoundWork found, string token, CancellationToken cancellation)
    {
        int latest = found.Record.Generation;
        for (int generation = latest; generation > Math.Max(0, latest - MostUpdatesBetween); generation--)
        {
            string document = WorkUpdate.DocumentOf(found.Graph.Input, found.Graph.Instance, found.Index, generation);
            if ((await documents.LoadUpdateAsync(document, cancellation))?.Token == token)
            {
                return true;
            }
        }

        return false;
    }

    // Null when another update was taken in between.
    private async Task<UpdateResult?> TryUpdateAsync(DurableTaskClient client, FoundWork found, WorkSpec asked, string token, CancellationToken cancellation)
    {
        if (UpdateRules.ResultOf(found.Record.State) == UpdateResult.NotApplied)
        {
            return UpdateResult.NotApplied;
        }

        var update = new WorkUpdate(UpdateRules.Replace(found.Spec, asked), token, UpdateResult.NotApplied);
        string staged = WorkUpdate.StagedOf(found.Graph.Input, found.Graph.Instance, found.Index, update.Token);
        await store.SaveAsync(staged, update, cancellation);
        if (found.Graph.IsScheduled)
        {
            await GraphStarter.TryReplacePendingAsync(client, found.Graph, input => input, cancellation);
        }

        int seen = found.Record.Generation;
        var message = new GraphMessage { Update = new UpdateAsked(found.Index, seen, staged) };
        StoredGraph? graph = await messenger.SendAsync(client, found.Graph.Instance, message, shown => IsDecided(shown, found), cancellation);
        if (graph is null || !IsDecided(graph, found))
        {
            throw new RefusedException(graph is null ? Refusals.UnknownWork(found.Spec.Id) : Refusals.UpdateUndecided(found.Spec.Id));
        }

        bool wasRaised = graph.State.Works[found.Index].Generation > seen;
        WorkUpdate? kept = wasRaised ? await documents.LoadUpdateAsync(WorkUpdate.DocumentOf(graph.Input, graph.Instance, found.Index, seen + 1), cancellation) : null;
        if (kept?.Token == update.Token)
        {
            return kept.Result;
        }

        await store.DeleteAsync(staged, cancellation);
        return wasRaised ? null : UpdateResult.NotApplied;
    }

    private static bool IsDecided(StoredGraph graph, FoundWork found) =>
        graph.State.Works[found.Index] is var record && (record.Generation > found.Record.Generation || record.State.IsFinished());
}
