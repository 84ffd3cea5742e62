using Microsoft.DurableTask.Client;
using Work.Functions.Conditions;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>Explains a work: reads each instance that holds prerequisites of it once, and only where they matter.</summary>
public sealed class WorkExplainer(WorkFinder finder, GraphReader graphs, TimeProvider clock)
{
    /// <summary>Why the work is where it is; null when there is none.</summary>
    public async Task<WorkExplanation?> ExplainAsync(DurableTaskClient client, string id, CancellationToken cancellation)
    {
        if (await finder.FindAsync(client, id, cancellation) is not { } found)
        {
            return null;
        }

        bool matters = found.Record.State is WorkState.Blocked or WorkState.Failed or WorkState.Cancelled;
        IReadOnlyList<PrerequisiteState> prerequisites = matters ? await PrerequisitesAsync(client, found, cancellation) : [];
        WorkExplanation told = Explanations.Of(found.Spec, found.Record, found.Graph.Input.EnqueuedAt, prerequisites, clock.GetUtcNow(), await UnmetAsync(client, found, cancellation));
        return RemoteRules.IsOffered(found.Record) && await WorkerPauses.ReadAsync(client, found.Spec.Worker, cancellation)
            ? told with { WaitingFor = [.. told.WaitingFor.Select(wait => wait with { Kind = WaitKind.Pause, Name = found.Spec.Worker })] }
            : told;
    }

    // The stored answer names the constraint that was the first to hold the work; its scope knows what holds it now.
    private async Task<IReadOnlyList<Unmet>?> UnmetAsync(DurableTaskClient client, FoundWork found, CancellationToken cancellation) =>
        found.Record is { State: WorkState.Enqueued, Gates.Hold.Gate: Gate.Constraints }
            ? ScopeRules.UnmetOf(await ConditionReporter.ReadAsync(client, found.Spec.Scope, cancellation), found.Spec.Constraints, clock.GetUtcNow())
            : null;

    private async Task<IReadOnlyList<PrerequisiteState>> PrerequisitesAsync(DurableTaskClient client, FoundWork found, CancellationToken cancellation)
    {
        StoredGraph graph = found.Graph;
        var plan = new GraphPlan(graph.Input.Works);
        var known = graph.Input.Known.DistinctBy(work => work.Key).ToDictionary(work => work.Key, work => new PrerequisiteState(work.Key, work.Value, graph.Input.EnqueuedAt), StringComparer.Ordinal);
        foreach (int index in plan.PrerequisitesOf(found.Index))
        {
            known[plan.Works[index].Id] = StateOf(graph, index);
        }

        string[] elsewhere = [.. found.Spec.After.Where(id => !known.ContainsKey(id))];
        foreach (IGrouping<string, Prerequisite> there in graph.Input.Locate(elsewhere).GroupBy(prerequisite => prerequisite.Instance, StringComparer.Ordinal))
        {
            StoredGraph? other = await graphs.ReadAsync(client, there.Key, cancellation);
            foreach (Prerequisite prerequisite in there)
            {
                known[prerequisite.Id] = other is null ? new PrerequisiteState(prerequisite.Id, WorkState.Blocked, null) : StateOf(other, prerequisite.Index) with { Id = prerequisite.Id };
            }
        }

        return [.. found.Spec.After.Select(id => known[id])];
    }

    private static PrerequisiteState StateOf(StoredGraph graph, int index) => new(graph.Input.Works[index].Id, graph.State.Works[index].State, graph.State.Works[index].FinishedAt);
}
