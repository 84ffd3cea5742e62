using Microsoft.DurableTask.Client;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>Enqueues continuations under a unique name.</summary>
public sealed class NameEnqueuer(GraphStarter starter, GraphReader graphs, WorkFinder finder)
{
    /// <summary>Has the name's owner decide on a planned continuation, and answers with the works that there are now.</summary>
    public async Task<EnqueueAnswer> EnqueueAsync(DurableTaskClient client, EnqueueRequest request, Continuation plan, CancellationToken cancellation)
    {
        string name = request.UniqueName!;
        GraphInput input = await starter.ToSendAsync(plan, cancellation) with { UniqueName = name };
        NameOutcome outcome = await NameStarter.StartAsync(client, name, new NameRequest(request.ExistingWorkPolicy, plan.Instance, input), cancellation);
        IReadOnlyList<WorkInfo> works = outcome == NameOutcome.Kept
            ? await ShowAllAsync(client, (await NameStarter.ReadAsync(client, name, cancellation)).Chains, cancellation)
            : await BegunAsync(client, plan, cancellation);
        return new EnqueueAnswer(OperationOf(outcome), works, request.Adjustments);
    }

    /// <summary>The works that carry a name, of the oldest continuation first.</summary>
    public async Task<IReadOnlyList<FoundWork>> WorksOfAsync(DurableTaskClient client, IEnumerable<NamedChain> chains, CancellationToken cancellation)
    {
        var works = new List<FoundWork>();
        foreach (string instance in chains.SelectMany(chain => chain.Instances()))
        {
            if (await graphs.ReadStartedAsync(client, instance, cancellation) is { } graph)
            {
                works.AddRange(Enumerable.Range(0, graph.Input.Works.Count).Select(index => new FoundWork(graph, index)));
            }
        }

        return works;
    }

    private async Task<IReadOnlyList<WorkInfo>> ShowAllAsync(DurableTaskClient client, IEnumerable<NamedChain> chains, CancellationToken cancellation)
    {
        var shown = new List<WorkInfo>();
        foreach (FoundWork work in await WorksOfAsync(client, chains, cancellation))
        {
            shown.Add(await finder.ShowAsync(work, cancellation));
        }

        return shown;
    }

    // As the owner started it: an append has made the first works wait for what existed.
    private async Task<IReadOnlyList<WorkInfo>> BegunAsync(DurableTaskClient client, Continuation plan, CancellationToken cancellation)
    {
        var chain = new NamedChain(plan.Input.ChainId, plan.Instance, plan.Input.Shards);
        IReadOnlyList<FoundWork> works = await WorksOfAsync(client, [chain], cancellation);
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
        _ => EnqueueOperation.Enqueued,
    };
}
