using Microsoft.DurableTask.Client;
using Work.Orchestrations;

namespace Work.Functions.Works;

/// <summary>Sweeps away small instances that have done what they were for. What is swept twice, or left by a crash, harms nobody.</summary>
public sealed class Housekeeping(NameStarter names, TimeProvider clock)
{
    private const int InstancesOfAPage = 500;

    private static readonly TimeSpan TellerLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Removes idempotency keys that are forgotten, names that nothing carries, and tellers that have told; how many that were.</summary>
    public async Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        Task<bool> PurgeAsync(OrchestrationMetadata instance) => ContinuationRemover.TryPurgeAsync(client, instance.InstanceId, cancellation);
        return await SweepAsync(client, WorkClaims.KeyPrefix, WorkClaims.KeyLifetime, PurgeAsync, cancellation)
            + await SweepAsync(client, TellOrchestrator.InstancePrefix, TellerLifetime, PurgeAsync, cancellation)
            + await SweepAsync(client, NameStarter.OwnerPrefix, WorkClaims.KeyLifetime, owner => names.TryRemoveAsync(client, owner, cancellation), cancellation);
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
