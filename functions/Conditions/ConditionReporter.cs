using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Work.Functions.Activities;
using Work.Functions.Host;
using Work.Functions.Works;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Conditions;

/// <summary>
/// Reports the conditions of scopes. The scope's entity decides and tells; this only sends, waits until it has been taken, and makes the runs of this
/// process that it has stopped notice that at once.
/// </summary>
public sealed class ConditionReporter(GraphReader graphs, RunWatch watch, IChance chance, RealTime time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait for the runs of this process to be told.</summary>
    private static readonly TimeSpan LongestWaitForRuns = TimeSpan.FromSeconds(2);

    /// <summary>The conditions of a scope as they are; those of one that was never heard of are empty.</summary>
    public static async Task<ScopeState> ReadAsync(DurableTaskClient client, string scope, CancellationToken cancellation) =>
        await client.Entities.GetEntityAsync<ScopeState>(ScopeEntity.IdOf(scope), includeState: true, cancellation) is { IncludesState: true, State: { } state } ? state : new ScopeState();

    /// <summary>Reports, and returns the conditions with the report in them; after ten seconds without that, as they are then.</summary>
    public async Task<ConditionSet> ReportAsync(DurableTaskClient client, string scope, IReadOnlyList<ConditionChange> changes, CancellationToken cancellation)
    {
        var report = new ConditionReport(chance.Token(), changes);
        await client.Entities.SignalEntityAsync(ScopeEntity.IdOf(scope), ScopeEntity.Report, report, cancellation: cancellation);
        ScopeState state = await time.LookUntilAsync(() => ReadAsync(client, scope, cancellation), now => now.Reports.Contains(report.Token), LongestWait, cancellation);
        await StopHereAsync(client, state, cancellation);
        return state.Conditions;
    }

    // A run that missed this is stopped a round of the watch later.
    private async Task StopHereAsync(DurableTaskClient client, ScopeState state, CancellationToken cancellation)
    {
        HashSet<string> here = watch.Instances;
        IEnumerable<GateTicket> held = state.Groups.Where(group => group.Told.Verdict == GateVerdict.Held).SelectMany(group => group.Watchers).Where(watcher => here.Contains(watcher.Instance));
        await Task.WhenAll(held.GroupBy(ticket => ticket.Instance, StringComparer.Ordinal).Select(async instance =>
        {
            await time.LookUntilAsync(
                () => graphs.ReadAsync(client, instance.Key, cancellation), graph => graph is null || instance.All(ticket => graph.State.Works[ticket.Index].State != WorkState.Running), LongestWaitForRuns, cancellation);
            await watch.LookAsync(instance.Key, cancellation);
        }));
    }
}
