using Microsoft.DurableTask.Client;
using Work.Functions.Host;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>Enqueues continuations under a unique name.</summary>
public sealed class NameEnqueuer(GraphStarter starter, NameStarter owners, GraphReader graphs, WorkFinder finder, WorkUpdater updater, RealTime time)
{
    private static readonly TimeSpan LongestWaitForKept = TimeSpan.FromSeconds(2);

    /// <summary>Has the name's owner decide on a planned continuation, and answers with the works that there are now.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What was accepted.</param>
    /// <param name="plan">How it would be started.</param>
    /// <param name="claim">The request's own ids.</param>
    /// <param name="key">Its idempotency key, under which the decision is remembered as long as the key is; null is none.</param>
    /// <param name="cancellation">Ends the call; the request may be decided all the same.</param>
    public async Task<EnqueueAnswer> EnqueueAsync(
        DurableTaskClient client, EnqueueRequest request, Continuation plan, RequestClaim claim, string? key, CancellationToken cancellation)
    {
        string name = request.UniqueName!;
        NameOutcome? noted = key is null ? null : await WorkClaims.FindOutcomeAsync(client, key, claim, cancellation);
        NameOutcome outcome = noted ?? await DecideAsync(client, request, plan, claim, cancellation);
        if (key is not null && noted is null)
        {
            await WorkClaims.NoteOutcomeAsync(client, key, claim, outcome, cancellation);
        }

        if (outcome == NameOutcome.Kept)
        {
            return new EnqueueAnswer(OperationOf(outcome), await KeptAsync(client, name, cancellation), request.Adjustments);
        }

        StoredName stored = await NameStarter.ReadAsync(client, name, cancellation);
        return outcome == NameOutcome.Updated
            ? await UpdateAsync(client, request, plan, stored, claim.ChainId, isRepeat: key is not null, cancellation)
            : new EnqueueAnswer(OperationOf(outcome), await BegunAsync(client, plan, stored, cancellation), request.Adjustments);
    }

    /// <summary>The works that carry a name, of the oldest continuation first. What the owner has just started is waited for.</summary>
    public Task<IReadOnlyList<FoundWork>> WorksOfAsync(DurableTaskClient client, StoredName name, CancellationToken cancellation) =>
        WorksOfAsync(client, name.State.Chains, name.IsOwned, cancellation);

    private async Task<IReadOnlyList<FoundWork>> WorksOfAsync(DurableTaskClient client, IEnumerable<NamedChain> chains, bool wait, CancellationToken cancellation)
    {
        var works = new List<FoundWork>();
        foreach (string instance in chains.SelectMany(chain => chain.Instances()))
        {
            StoredGraph? graph = wait ? await graphs.ReadStartedAsync(client, instance, cancellation) : await graphs.ReadAsync(client, instance, cancellation);

            // One that does not come has been removed, and waiting for more of its kind would add up.
            wait &= graph is not null;
            works.AddRange(graph is null ? [] : FoundWork.Of(graph));
        }

        return works;
    }

    private async Task<NameOutcome> DecideAsync(DurableTaskClient client, EnqueueRequest request, Continuation plan, RequestClaim claim, CancellationToken cancellation)
    {
        GraphInput input = await starter.ToSendAsync(plan, cancellation) with { UniqueName = request.UniqueName };
        var asked = new NameRequest(request.ExistingWorkPolicy, plan.Instance, input, claim.ChainId);
        return await owners.StartAsync(client, request.UniqueName!, asked, cancellation);
    }

    // The asking's id names the update, so that a repeat of it is not taken twice. Work that has finished since the decision is left alone, as if it
    // had done so after the update.
    private async Task<EnqueueAnswer> UpdateAsync(
        DurableTaskClient client, EnqueueRequest request, Continuation plan, StoredName name, string token, bool isRepeat, CancellationToken cancellation)
    {
        if (await WorksOfAsync(client, name, cancellation) is not [{ Spec.IsPeriodic: true } only])
        {
            throw new RefusedException(Refusals.Of(422, [new Fault("existingWorkPolicy", $"update is for a single periodic work, and what has the name '{request.UniqueName}' is none", 422)]));
        }

        FoundWork updated = await updater.UpdateAsync(client, only, plan.Input.Works[0], token, isRepeat, cancellation);
        return new EnqueueAnswer(EnqueueOperation.Updated, [await finder.ShowAsync(updated, cancellation)], request.Adjustments);
    }

    // What was kept may have finished since, and have made room for the next: then that is what carries the name. What does not come in time has been removed.
    private async Task<IReadOnlyList<WorkInfo>> KeptAsync(DurableTaskClient client, string name, CancellationToken cancellation)
    {
        (_, IReadOnlyList<FoundWork> works) = await time.LookUntilAsync(LookAsync, seen => !seen.Name.IsOwned || !IsMissing(seen.Name, seen.Works), LongestWaitForKept, cancellation);
        var shown = new List<WorkInfo>();
        foreach (FoundWork work in works)
        {
            shown.Add(await finder.ShowAsync(work, cancellation));
        }

        return shown;

        async Task<(StoredName Name, IReadOnlyList<FoundWork> Works)> LookAsync()
        {
            StoredName stored = await NameStarter.ReadAsync(client, name, cancellation);
            return (stored, await WorksOfAsync(client, stored.State.Chains, wait: false, cancellation));
        }
    }

    private static bool IsMissing(StoredName name, IReadOnlyList<FoundWork> works) =>
        !name.State.Chains.SelectMany(chain => chain.Instances()).All(works.Select(work => work.Graph.Instance).ToHashSet(StringComparer.Ordinal).Contains);

    // As the owner started it: an append has made the first works wait for what existed.
    private async Task<IReadOnlyList<WorkInfo>> BegunAsync(DurableTaskClient client, Continuation plan, StoredName name, CancellationToken cancellation)
    {
        bool carriesTheName = name.State.HiddenChains > 0 || name.State.Chains.Any(chain => chain.Instance == plan.Instance);
        var chain = new NamedChain(plan.Input.ChainId, plan.Instance, plan.Input.Shards);
        IReadOnlyList<FoundWork> works = await WorksOfAsync(client, [chain], carriesTheName, cancellation);
        Dictionary<string, WorkInfo> begun = works.Select(work => work.Graph).DistinctBy(graph => graph.Instance)
            .SelectMany(graph => WorkViews.Begun(graph.Input)).ToDictionary(work => work.Id, StringComparer.Ordinal);
        return plan.Ids.All(begun.ContainsKey) ? [.. plan.Ids.Select(id => begun[id])] : Removed(plan);
    }

    // A later request has replaced the works already, and removed them: what is left to show is what was asked for.
    private static IReadOnlyList<WorkInfo> Removed(Continuation plan)
    {
        Dictionary<string, WorkInfo> begun = WorkViews.Begun(plan.Input).ToDictionary(work => work.Id, StringComparer.Ordinal);
        return [.. plan.Ids.Select(id => begun[id])];
    }

    private static EnqueueOperation OperationOf(NameOutcome outcome) => outcome switch
    {
        NameOutcome.Kept => EnqueueOperation.Kept,
        NameOutcome.Replaced => EnqueueOperation.Replaced,
        NameOutcome.Appended => EnqueueOperation.Appended,
        NameOutcome.Updated => EnqueueOperation.Updated,
        _ => EnqueueOperation.Enqueued,
    };
}
