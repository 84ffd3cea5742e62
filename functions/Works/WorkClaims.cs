using System.Security.Cryptography;
using System.Text;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Work.Functions.Queues;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Works;

/// <summary>What an idempotency key stands for: the request, and the ids and the time that its first answer had.</summary>
public sealed record RequestClaim(string Digest, string ChainId, DateTimeOffset EnqueuedAt);

/// <summary>
/// Claims names for one caller each. The backend keeps one start of an instance, and that is all the locking there is. It refuses those that come later; of
/// those that come together Azure Storage accepts all and keeps the first, so whoever was accepted reads who it was.
/// A crash after a claim leaves a name that stands for nothing yet: the same request again carries on from there.
/// </summary>
public sealed class WorkClaims(TimeProvider clock, IOptions<WorkQueueOptions> queues)
{
    /// <summary>How long an idempotency key is remembered.</summary>
    public static readonly TimeSpan KeyLifetime = TimeSpan.FromHours(24);

    /// <summary>How old a claim must be before it counts as abandoned.</summary>
    public static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(1);

    /// <summary>The prefix of the instances that hold keys.</summary>
    internal const string KeyPrefix = "idempotency:";

    /// <summary>The prefix of the instances that hold the ids of messages.</summary>
    internal const string MessagePrefix = "message:";

    // No header begins with a line break, so no caller over HTTP has such a key.
    private const char MessageMark = '\n';

    private static readonly OrchestrationRuntimeStatus[] Unfinished = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running];
    private static readonly OrchestrationRuntimeStatus[] Any = [.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses];

    /// <summary>How long the id of a message is remembered.</summary>
    public TimeSpan MessageLifetime => queues.Value.RememberFor;

    /// <summary>The key of a message of the queue <c>work-requests</c>.</summary>
    public static string KeyOfMessage(string messageId) => MessageMark + messageId;

    /// <summary>How long a key is remembered, and its work kept.</summary>
    public TimeSpan LifetimeOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return IsOfMessage(key) ? MessageLifetime : KeyLifetime;
    }

    /// <summary>What the key stands for; null when it is new, or forgotten.</summary>
    public async Task<RequestClaim?> FindAsync(DurableTaskClient client, string key, CancellationToken cancellation)
    {
        OrchestrationMetadata? held = await client.GetInstanceAsync(InstanceOf(key), getInputsAndOutputs: true, cancellation);
        return held?.ReadInputAs<RequestClaim>() is { } claim && clock.GetUtcNow() - claim.EnqueuedAt < LifetimeOf(key) ? claim : null;
    }

    /// <summary>Claims a key that is new or forgotten; false when another caller was first.</summary>
    public async Task<bool> TryClaimAsync(DurableTaskClient client, string key, RequestClaim claim, CancellationToken cancellation)
    {
        if (await TryStartAsync(client, InstanceOf(key), claim, Any, cancellation))
        {
            return true;
        }

        return await FindAsync(client, key, cancellation) is null
            && await TryStartAsync(client, InstanceOf(key), claim, Unfinished, cancellation);
    }

    /// <summary>What became of the key's request under its unique name, as noted; null when it was not noted.</summary>
    public static async Task<NameOutcome?> FindOutcomeAsync(DurableTaskClient client, string key, RequestClaim claim, CancellationToken cancellation) =>
        (await client.GetInstanceAsync(OutcomeOf(key), getInputsAndOutputs: true, cancellation))?.ReadInputAs<NotedOutcome>() is { } noted && noted.Ask == claim.ChainId
            ? noted.Outcome : null;

    /// <summary>Notes what became of the key's request under its unique name, so that a repeat is told the same however long the name has moved on.</summary>
    public static Task NoteOutcomeAsync(DurableTaskClient client, string key, RequestClaim claim, NameOutcome outcome, CancellationToken cancellation) =>
        TryStartAsync(client, OutcomeOf(key), new NotedOutcome(claim.ChainId, outcome), Unfinished, cancellation);

    /// <summary>
    /// Claims a chosen id inside a chain; false when it stands for another work. A claim whose work never came (its request was cut off between
    /// the two) can be taken over once it is <see cref="AbandonedAfter"/> old.
    /// </summary>
    public async Task<bool> TryAliasAsync(DurableTaskClient client, Prerequisite alias, CancellationToken cancellation)
    {
        string instance = WorkIds.Alias(alias.Id);
        var target = new AliasTarget(alias.Instance, alias.Index);
        if (await TryStartAsync(client, instance, target, Any, cancellation))
        {
            return true;
        }

        OrchestrationMetadata? held = await client.GetInstanceAsync(instance, getInputsAndOutputs: true, cancellation);
        if (held?.ReadInputAs<AliasTarget>() is not { } other || other == target)
        {
            return held is not null;
        }

        bool abandoned = clock.GetUtcNow() - held.CreatedAt > AbandonedAfter && await client.GetInstanceAsync(other.Instance, cancellation) is null;
        return abandoned && await TryStartAsync(client, instance, target, Unfinished, cancellation);
    }

    /// <summary>A digest of a request's body.</summary>
    public static string DigestOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    private static bool IsOfMessage(string key) => key is [MessageMark, ..];

    private static string InstanceOf(string key) => (IsOfMessage(key) ? MessagePrefix : KeyPrefix) + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static string OutcomeOf(string key) => InstanceOf(key) + ":outcome";

    private static async Task<bool> TryStartAsync<T>(DurableTaskClient client, string instance, T claim, OrchestrationRuntimeStatus[] refuse, CancellationToken cancellation)
        where T : class
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(TaskNames.HoldClaim, claim, new StartOrchestrationOptions(instance).WithDedupeStatuses(refuse), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return false;
        }

        OrchestrationMetadata? held = await client.GetInstanceAsync(instance, getInputsAndOutputs: true, cancellation);
        return held is null || claim.Equals(held.ReadInputAs<T>());
    }

    private sealed record NotedOutcome(string Ask, NameOutcome Outcome);
}
