using System.Security.Cryptography;
using System.Text;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Work.Functions.Activities;
using Work.Functions.Host;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Works;

/// <summary>A name as it was read.</summary>
/// <param name="State">What its owner knows.</param>
/// <param name="IsOwned">Whether an owner runs, so that what it has just started may not be there yet.</param>
public sealed record StoredName(NameState State, bool IsOwned);

/// <summary>
/// Hands requests to the owner of their unique name. While works of the name are unfinished its owner runs, and gets the request as an event;
/// else the request starts the next owner, which one caller alone can do. A caller that neither sees a decision nor a running owner begins again:
/// its asking's id keeps the request from being taken twice.
/// </summary>
public sealed class NameStarter(StateStore store, RunWatch watch, RealTime time)
{
    /// <summary>The prefix of the instances that own names.</summary>
    internal const string OwnerPrefix = "name:";

    private static readonly OrchestrationRuntimeStatus[] Unfinished = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>The instance that owns a name. A name may hold any characters, an instance id may not.</summary>
    public static string OwnerOf(string name) => OwnerPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>The document with the decisions that an owner's status does not hold.</summary>
    public static string PageOf(string owner) => $"names/{owner[OwnerPrefix.Length..]}.json";

    /// <summary>What the owner of a name knows; empty when nothing was ever enqueued under it.</summary>
    public static async Task<StoredName> ReadAsync(DurableTaskClient client, string name, CancellationToken cancellation)
    {
        OrchestrationMetadata? metadata = await client.GetInstanceAsync(OwnerOf(name), getInputsAndOutputs: true, cancellation);
        return new StoredName(StateOf(metadata), metadata is { IsCompleted: false });
    }

    /// <summary>
    /// Has the owner of a name forget a continuation that is going: one that has ended starts once more without it, and ends. It keeps its decisions, since
    /// whoever repeats a request is to be told the same. An owner that ends before it is told keeps a continuation too many, which nobody finds.
    /// </summary>
    internal static async Task ForgetAsync(DurableTaskClient client, string name, string chainId, CancellationToken cancellation)
    {
        StoredName stored = await ReadAsync(client, name, cancellation);
        NameState left = NameRules.Without(stored.State, chainId);
        if (stored.IsOwned)
        {
            await InstanceEvents.TryRaiseAsync(client, OwnerOf(name), OwnNameOrchestrator.ForgetEvent, chainId, cancellation);
        }
        else if (left.Chains.Length < stored.State.Chains.Length)
        {
            await TryStartOwnerAsync(client, OwnerOf(name), new NameInput(left with { Owner = left.Owner + 1 }, null), cancellation);
        }
    }

    /// <summary>Removes an owner that has ended, when no continuation carries its name; false when one does.</summary>
    internal async Task<bool> TryRemoveAsync(DurableTaskClient client, OrchestrationMetadata owner, CancellationToken cancellation)
    {
        NameState state = StateOf(owner);
        if (state.Chains.Length > 0 || !await ContinuationRemover.TryPurgeAsync(client, owner.InstanceId, cancellation))
        {
            return false;
        }

        await store.DeleteAsync(PageOf(owner.InstanceId), cancellation);
        return true;
    }

    /// <summary>Has a request decided, and says how.</summary>
    /// <exception cref="RefusedException">No decision could be had in time.</exception>
    public async Task<NameOutcome> StartAsync(DurableTaskClient client, string name, NameRequest request, CancellationToken cancellation)
    {
        string owner = OwnerOf(name);
        int? asked = null;
        IEnumerable<NamedChain> before = [];
        long begun = time.GetTimestamp();
        TimeSpan pause = FirstPause;
        while (time.GetElapsedTime(begun) < LongestWait)
        {
            OrchestrationMetadata? metadata = await client.GetInstanceAsync(owner, getInputsAndOutputs: true, cancellation);
            NameState state = StateOf(metadata);
            if (await OutcomeAsync(owner, state, request.Ask, cancellation) is { } outcome)
            {
                await StopAsync(before.Except(state.Chains), cancellation);
                return outcome;
            }

            before = state.Chains;

            if (metadata is null || metadata.IsCompleted)
            {
                await TryStartOwnerAsync(client, owner, new NameInput(state with { Owner = state.Owner + 1 }, request), cancellation);
                continue;
            }

            // What is sent to an owner that has not begun may be dropped.
            if (asked != state.Owner && metadata.RuntimeStatus != OrchestrationRuntimeStatus.Pending)
            {
                await InstanceEvents.TryRaiseAsync(client, owner, OwnNameOrchestrator.RequestEvent, request, cancellation);
                asked = state.Owner;
                pause = FirstPause;
                continue;
            }

            await Task.Delay(pause, time, cancellation);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        throw new RefusedException(Refusals.Undecided(name));
    }

    // The works of what was replaced are cancelled by now; what of them runs in this process need not wait for the next round to see it.
    private async Task StopAsync(IEnumerable<NamedChain> replaced, CancellationToken cancellation)
    {
        foreach (string running in replaced.SelectMany(chain => chain.Instances()).Intersect(watch.Instances, StringComparer.Ordinal))
        {
            await watch.LookAsync(running, cancellation);
        }
    }

    private async Task<NameOutcome?> OutcomeAsync(string owner, NameState state, string ask, CancellationToken cancellation)
    {
        if (state.OutcomeOf(ask) is { } outcome)
        {
            return outcome;
        }

        return state.HiddenDecisions == 0 ? null
            : (await store.LoadAsync<List<NameDecision>>(PageOf(owner), cancellation))?.FirstOrDefault(decision => decision.Ask == ask)?.Outcome;
    }

    private static NameState StateOf(OrchestrationMetadata? metadata) =>
        (metadata?.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? metadata.ReadOutputAs<NameState>() : metadata?.ReadCustomStatusAs<NameState>() ?? (metadata is null ? null : StoredInput.Of<NameInput>(metadata)?.Former))
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
