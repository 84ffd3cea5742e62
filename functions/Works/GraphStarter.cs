using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Work.Functions.Feed;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Works;

/// <summary>Starts graphs. What is stored apart is durable before the start that refers to it, so a crash leaves at worst a file too many.</summary>
public sealed class GraphStarter(StateStore store, FeedHints hints, PruneGate pruning)
{
    private static readonly OrchestrationRuntimeStatus[] Any = [.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses];

    // Whoever may replace a pending instance has it terminated on the way, so the backend refuses a list that holds Terminated.
    private static readonly OrchestrationRuntimeStatus[] AnyButPending =
        [.. Any.Where(status => status is not (OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Terminated))];

    private static readonly OrchestrationRuntimeStatus[] NotEnded = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    /// <summary>Starts a continuation; false when its instance exists, and then nothing has changed.</summary>
    public async Task<bool> TryStartAsync(DurableTaskClient client, Continuation continuation, CancellationToken cancellation)
    {
        using IDisposable? share = await ShareAsync(continuation, cancellation);
        GraphInput input = await ToSendAsync(continuation, cancellation);
        string orchestrator = input.Shards > 1 ? TaskNames.RunShards : TaskNames.RunGraph;
        bool isStarted = await TryStartAsync(client, orchestrator, input, new StartOrchestrationOptions(continuation.Instance, continuation.StartAt).WithDedupeStatuses(Any), cancellation)
            && await IsOursAsync(client, continuation, cancellation);
        hints.Changed(continuation.Instance);
        return isStarted;
    }

    /// <summary>Starts a continuation whose chosen id is that of a work that was pruned, and is still there with its mark; false when it is not so.</summary>
    public async Task<bool> TryStartOverAsync(DurableTaskClient client, Continuation continuation, StoredGraph pruned, CancellationToken cancellation)
    {
        if (!pruned.State.Works.All(record => record.Pruned))
        {
            return false;
        }

        using IDisposable? share = await ShareAsync(continuation, cancellation);
        GraphInput input = await ToSendAsync(continuation, cancellation);
        return await TryStartAsync(client, TaskNames.RunGraph, input, new StartOrchestrationOptions(continuation.Instance, continuation.StartAt).WithDedupeStatuses(NotEnded), cancellation)
            && await IsOursAsync(client, continuation, cancellation);
    }

    /// <summary>The continuation as it travels: what is too large for messages is stored, and durable, before this returns.</summary>
    public async Task<GraphInput> ToSendAsync(Continuation continuation, CancellationToken cancellation)
    {
        if (!continuation.IsStoredApart)
        {
            return continuation.Input;
        }

        await store.SaveAsync(continuation.Document, continuation.Input.Works, cancellation);
        return continuation.Input with { Works = [], Document = continuation.Document };
    }

    /// <summary>
    /// Replaces the scheduled start of a graph by a start at once, in one step: the old start can no longer happen. False when it has happened
    /// already, or the graph is gone; then an event reaches whoever owns it now.
    /// </summary>
    public static Task<bool> TryReplacePendingAsync(DurableTaskClient client, StoredGraph pending, Func<GraphInput, GraphInput> change, CancellationToken cancellation)
    {
        GraphInput input = change(pending.Input.Document is null ? pending.Input : pending.Input with { Works = [] });
        return TryStartAsync(client, TaskNames.RunGraph, input, new StartOrchestrationOptions(pending.Instance).WithDedupeStatuses(AnyButPending), cancellation);
    }

    /// <summary>
    /// Starts a graph that has ended once more, with another state: it ends again at once, and readers see that state from now on. False when it has not ended.
    /// </summary>
    public static Task<bool> TryReplaceEndedAsync(DurableTaskClient client, StoredGraph ended, GraphState state, CancellationToken cancellation)
    {
        GraphInput input = ended.Input with { Works = ended.Input.Document is null ? ended.Input.Works : [], State = state, Cancelled = null, DelayMet = false };
        return TryStartAsync(client, TaskNames.RunGraph, input, new StartOrchestrationOptions(ended.Instance).WithDedupeStatuses(NotEnded), cancellation);
    }

    /// <summary>Starts a graph once more whose start was replaced by nothing: <see cref="GraphReader.IsBetweenStarts"/>. What is due waits again until it is.</summary>
    public static Task<bool> TryRestartAsync(DurableTaskClient client, StoredGraph lost, CancellationToken cancellation) =>
        TryReplacePendingAsync(client, lost, input => input, cancellation);

    // An instance of a generated id is nobody else's. Of those who start one of a chosen id together, Azure Storage accepts all and keeps the first.
    private static async Task<bool> IsOursAsync(DurableTaskClient client, Continuation continuation, CancellationToken cancellation)
    {
        if (WorkIds.ChainOf(continuation.Instance) == continuation.Input.ChainId && WorkIds.IsGraphId(continuation.Instance))
        {
            return true;
        }

        OrchestrationMetadata? kept = await client.GetInstanceAsync(continuation.Instance, getInputsAndOutputs: true, cancellation);
        return kept is null || StoredInput.Of<GraphInput>(kept) is not { } input || (input.ChainId == continuation.Input.ChainId && input.EnqueuedAt == continuation.Input.EnqueuedAt);
    }

    private async Task<IDisposable?> ShareAsync(Continuation continuation, CancellationToken cancellation) =>
        WorkIds.IsGraphId(continuation.Input.ChainId) ? null : await pruning.ShareAsync(cancellation);

    private static async Task<bool> TryStartAsync(DurableTaskClient client, string orchestrator, GraphInput input, StartOrchestrationOptions options, CancellationToken cancellation)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, options, cancellation);
            return true;
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return false;
        }
    }
}
