using System.Collections.Immutable;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Works;

/// <summary>
/// Gives back the places of instances that are no longer there. An instance leaves its places in the step that ends its run, so only one that was terminated
/// or purged by other means than this app's leaves one behind. Leaving again, or instead of the instance, changes nothing: the line decides.
/// </summary>
public static class PlaceSweeper
{
    private const int WaitersLookedAt = 10;

    private static readonly EntityQuery Lines = new() { InstanceIdStartsWith = $"@{AdmissionEntity.EntityName}@" };

    /// <summary>Looks at those who keep others waiting, and takes out who is gone; how many that were.</summary>
    public static async Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        int swept = 0;
        await foreach (EntityMetadata<AdmissionState> line in client.Entities.GetAllEntitiesAsync<AdmissionState>(Lines).WithCancellation(cancellation))
        {
            if (line.IncludesState && (!line.State.Waiters.IsEmpty || !line.State.Pages.IsEmpty))
            {
                swept += await SweepAsync(client, line.Id, [.. line.State.Holders, .. line.State.Waiters.Take(WaitersLookedAt)], cancellation);
            }
        }

        return swept;
    }

    private static async Task<int> SweepAsync(DurableTaskClient client, EntityInstanceId line, ImmutableArray<Contender> contenders, CancellationToken cancellation)
    {
        int swept = 0;
        foreach (Contender contender in contenders)
        {
            if (await client.GetInstanceAsync(contender.Instance, getInputsAndOutputs: false, cancellation) is null or { IsCompleted: true })
            {
                await client.Entities.SignalEntityAsync(line, GateEntities.Leave, contender.Ticket, cancellation: cancellation);
                swept++;
            }
        }

        return swept;
    }
}
