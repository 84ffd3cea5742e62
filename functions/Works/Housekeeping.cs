using Microsoft.DurableTask.Client;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Works;

/// <summary>Sweeps away small instances that have done what they were for. What is swept twice, or left by a crash, harms nobody.</summary>
public sealed class Housekeeping(NameStarter names, GraphReader graphs, PruneGate gate, WorkClaims claims, TimeProvider clock)
{
    private const int InstancesOfAPage = 500;

    private static readonly TimeSpan TellerLifetime = TimeSpan.FromMinutes(10);

    // Whoever replaces a start does so within seconds.
    private static readonly TimeSpan LongestBetweenStarts = TimeSpan.FromMinutes(5);

    // Longer than anything that is marked takes until it is started.
    private static readonly TimeSpan MarkLifetime = TimeSpan.FromDays(1);

    /// <summary>Removes idempotency keys and ids of messages that are forgotten, names that nothing carries, tellers that have told, and marks of nothing; how many that were.</summary>
    public async Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        Task<bool> PurgeAsync(OrchestrationMetadata instance) => ContinuationRemover.TryPurgeAsync(client, instance.InstanceId, cancellation);
        return await SweepAsync(client, WorkClaims.KeyPrefix, WorkClaims.KeyLifetime, PurgeAsync, cancellation)
            + await SweepAsync(client, WorkClaims.MessagePrefix, claims.MessageLifetime, PurgeAsync, cancellation)
            + await SweepAsync(client, TellOrchestrator.InstancePrefix, TellerLifetime, PurgeAsync, cancellation)
            + await SweepAsync(client, NameStarter.OwnerPrefix, WorkClaims.KeyLifetime, owner => names.TryRemoveAsync(client, owner, cancellation), cancellation)
            + await SweepAsync(client, Marks.OfFailed, MarkLifetime, mark => TryRemoveMarkAsync(client, mark.InstanceId, Marks.OfFailed.Length, cancellation), cancellation);
    }

    /// <summary>
    /// Starts again what was terminated on the way to another start, by a process that died between the two: <see cref="GraphReader.IsBetweenStarts"/>. How
    /// many that were.
    /// </summary>
    public async Task<int> RestartLostAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        int restarted = 0;
        var query = new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Terminated], PageSize: InstancesOfAPage, FetchInputsAndOutputs: true);
        await foreach (OrchestrationMetadata instance in client.GetAllInstancesAsync(query).WithCancellation(cancellation))
        {
            bool isLost = GraphReader.IsBetweenStarts(instance) && clock.GetUtcNow() - instance.LastUpdatedAt > LongestBetweenStarts;
            restarted += isLost && await graphs.ReadAsync(instance, cancellation) is { } lost && await GraphStarter.TryRestartAsync(client, lost, cancellation) ? 1 : 0;
        }

        return restarted;
    }

    // Nobody starts a chosen id anew between the look and the removal.
    private async Task<bool> TryRemoveMarkAsync(DurableTaskClient client, string mark, int beginning, CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(mark[beginning..], cancellation) is not null)
        {
            return false;
        }

        using IDisposable all = await gate.AllAsync(cancellation);
        return await client.GetInstanceAsync(mark[beginning..], cancellation) is null && await ContinuationRemover.TryPurgeAsync(client, mark, cancellation);
    }

    private async Task<int> SweepAsync(DurableTaskClient client, string prefix, TimeSpan lifetime, Func<OrchestrationMetadata, Task<bool>> removeAsync, CancellationToken cancellation)
    {
        int swept = 0;
        var query = new OrchestrationQuery(
            CreatedTo: clock.GetUtcNow() - lifetime,
            Statuses: [OrchestrationRuntimeStatus.Completed],
            InstanceIdPrefix: prefix,
            PageSize: InstancesOfAPage,
            FetchInputsAndOutputs: prefix == NameStarter.OwnerPrefix);
        await foreach (OrchestrationMetadata instance in client.GetAllInstancesAsync(query).WithCancellation(cancellation))
        {
            swept += await removeAsync(instance) ? 1 : 0;
        }

        return swept;
    }
}
