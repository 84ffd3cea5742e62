using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Work.Functions.Works;
using Work.Orchestrations;

namespace Work.Functions.Remote;

/// <summary>
/// The secret of this task hub: drawn once, by whoever needs it first, and the same for all its hosts and after each restart. The backend gives one
/// of many drawers the claim, and all read what that one drew. Whoever can read the hub's state can read it, as everything else.
/// </summary>
public sealed class HostSecret(IChance chance)
{
    private const string Instance = "secret:remote-runs";
    private const int Bytes = 32;
    private static readonly OrchestrationRuntimeStatus[] Any = [.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses];

    private byte[]? known;

    /// <summary>The secret.</summary>
    public async ValueTask<byte[]> ReadAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        return known ??= await FindAsync(client, cancellation) ?? await DrawAsync(client, cancellation);
    }

    private static async Task<byte[]?> FindAsync(DurableTaskClient client, CancellationToken cancellation) =>
        (await client.GetInstanceAsync(Instance, getInputsAndOutputs: true, cancellation))?.ReadInputAs<string>() is { } text ? Convert.FromBase64String(text) : null;

    private async Task<byte[]> DrawAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        byte[] drawn = new byte[Bytes];
        chance.Fill(drawn);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                TaskNames.HoldClaim, Convert.ToBase64String(drawn), new StartOrchestrationOptions(Instance).WithDedupeStatuses(Any), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Another was first: what it drew holds.
        }

        return await FindAsync(client, cancellation) ?? throw new InvalidOperationException("The secret of the hub was not stored.");
    }
}
