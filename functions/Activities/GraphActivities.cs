using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Work.Functions.Works;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Activities;

/// <summary>What a graph's orchestration needs read or written beside running workers. Each is idempotent: it may run twice.</summary>
public sealed class GraphActivities(StateStore store, WorksStore documents, GraphReader graphs, RunWatch watch)
{
    /// <summary>Loads the works of a continuation that are stored apart.</summary>
    [Function(TaskNames.LoadWorks)]
    public async Task<IReadOnlyList<WorkSpec>> LoadWorksAsync([ActivityTrigger] WorksReference reference, CancellationToken cancellation) =>
        await documents.UpdatedAsync(
            await documents.LoadAsync(reference.Document, reference.Shard, cancellation) ?? throw new FileNotFoundException($"The works of a continuation are gone: {reference.Document}."),
            reference.Updates ?? [],
            cancellation);

    /// <summary>
    /// Keeps an update under its generation. The document of a generation is written once: what was asked for is removed only after it, so a
    /// second delivery finds one of the two.
    /// </summary>
    [Function(TaskNames.KeepUpdate)]
    public async Task<WorkSpec> KeepUpdateAsync([ActivityTrigger] UpdateToKeep request, CancellationToken cancellation)
    {
        if (await store.LoadAsync<WorkUpdate>(request.Asked, cancellation) is not { } asked)
        {
            return (await documents.LoadUpdateAsync(request.Kept, cancellation))?.Spec ?? throw new FileNotFoundException($"An update is gone: {request.Asked}.");
        }

        await store.SaveAsync(request.Kept, asked with { Result = request.Result }, cancellation);
        await store.DeleteAsync(request.Asked, cancellation);
        return asked.Spec;
    }

    /// <summary>
    /// Subscribes to works of another instance, then reads which have finished. The order is what counts: the instance is there before it is asked,
    /// and it is read only after it has taken the subscription, or has ended. One that is not there was removed after it was named, or is not there yet.
    /// </summary>
    [Function(TaskNames.FollowWorks)]
    public async Task<FoundStates> FollowWorksAsync([ActivityTrigger] FollowRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        PrerequisiteGroup works = request.Works;
        StoredGraph? graph = await graphs.ReadStartedAsync(client, works.Instance, cancellation);
        if (graph is not null && !graph.State.IsFinished)
        {
            await InstanceEvents.TryRaiseAsync(client, works.Instance, GraphMessage.EventName, new GraphMessage { Subscribe = request.Subscriber }, cancellation);
            graph = await graphs.ReadAsync(client, works.Instance, cancellation);
        }

        return graph is null ? new FoundStates([], IsMissing: true) : new FoundStates([.. works.Works
            .Zip(works.Ids, (index, id) => KeyValuePair.Create(id, graph.State.Works[index].State))
            .Where(work => work.Value.IsFinished())]);
    }

    /// <summary>Looks at once whether runs of an instance must stop. Those in other processes are found by the round of looks there.</summary>
    [Function(TaskNames.LookAtRuns)]
    public Task LookAtRunsAsync([ActivityTrigger] string instance, CancellationToken cancellation) => watch.LookAsync(instance, cancellation);

    /// <summary>Plans the next firings of a cron schedule, by this host's rules of time zones.</summary>
    [Function(TaskNames.PlanFirings)]
    public static IReadOnlyList<DateTimeOffset> PlanFirings([ActivityTrigger] FiringsRequest request) => CronPlans.After(request.Cron, request.After);

    /// <summary>Stores the full records of a graph.</summary>
    [Function(TaskNames.SaveLedger)]
    public Task SaveLedgerAsync([ActivityTrigger] LedgerPage page, CancellationToken cancellation) =>
        store.SaveAsync(GraphReader.LedgerOf(page.Instance), page.State, cancellation);
}
