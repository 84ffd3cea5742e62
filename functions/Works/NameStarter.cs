using System.Security.Cryptography;
using System.Text;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Works;

/// <summary>
/// Hands requests to the owner of their unique name. While works of the name are unfinished its owner runs, and gets the request as an event;
/// else the request starts the next owner, which one caller alone can do. A caller that neither sees a decision nor a running owner begins again:
/// its continuation's id keeps the request from being taken twice.
/// </summary>
public static class NameStarter
{
    private const int MaxRounds = 50;
    private static readonly OrchestrationRuntimeStatus[] Unfinished = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>The instance that owns a name. A name may hold any characters, an instance id may not.</summary>
    public static string OwnerOf(string name) => "name:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>What the owner of a name knows; empty when nothing was ever enqueued under it.</summary>
    public static async Task<NameState> ReadAsync(DurableTaskClient client, string name, CancellationToken cancellation) =>
        StateOf(await client.GetInstanceAsync(OwnerOf(name), getInputsAndOutputs: true, cancellation));

    /// <summary>Has a request decided, and says how.</summary>
    /// <exception cref="RefusedException">No decision could be had in time.</exception>
    public static async Task<NameOutcome> StartAsync(DurableTaskClient client, string name, NameRequest request, CancellationToken cancellation)
    {
        string owner = OwnerOf(name);
        DateTimeOffset? askedOwnerOf = null;
        TimeSpan pause = TimeSpan.FromMilliseconds(2);
        for (int round = 0; round < MaxRounds; round++)
        {
            OrchestrationMetadata? metadata = await client.GetInstanceAsync(owner, getInputsAndOutputs: true, cancellation);
            NameState state = StateOf(metadata);
            if (state.OutcomeOf(request.Input.ChainId) is { } outcome)
            {
                return outcome;
            }

            if (metadata is null || metadata.IsCompleted)
            {
                await TryStartOwnerAsync(client, owner, new NameInput(state, request), cancellation);
                continue;
            }

            if (askedOwnerOf != metadata.CreatedAt)
            {
                await client.RaiseEventAsync(owner, OwnNameOrchestrator.RequestEvent, request, cancellation);
                askedOwnerOf = metadata.CreatedAt;
                continue;
            }

            await Task.Delay(pause, TimeProvider.System, cancellation);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        throw new RefusedException(Refusals.Undecided(name));
    }

    private static NameState StateOf(OrchestrationMetadata? metadata) =>
        (metadata?.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? metadata.ReadOutputAs<NameState>() : metadata?.ReadCustomStatusAs<NameState>() ?? metadata?.ReadInputAs<NameInput>()?.Former)
        ?? new NameState();

    private static async Task TryStartOwnerAsync(DurableTaskClient client, string owner, NameInput input, CancellationToken cancellation)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(TaskNames.OwnName, input, new StartOrchestrationOptions(owner).WithDedupeStatuses(Unfinished), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Another caller started it; the next round sends the request there.
        }
    }
}
