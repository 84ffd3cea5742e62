using Microsoft.DurableTask.Client;
using Work.Functions.Host;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Works;

/// <summary>A continuation, or one shard of it, as it is stored.</summary>
/// <param name="Instance">The orchestration that owns it.</param>
/// <param name="Status">The orchestration's runtime status.</param>
/// <param name="Input">What it was started with, its works loaded.</param>
/// <param name="State">Its records.</param>
public sealed record StoredGraph(string Instance, OrchestrationRuntimeStatus Status, GraphInput Input, GraphState State)
{
    /// <summary>Whether it has not begun.</summary>
    public bool IsPending => Status == OrchestrationRuntimeStatus.Pending;

    /// <summary>Whether it has ended: what is sent to it now changes nothing.</summary>
    public bool HasEnded => Status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>Whether it waits for its scheduled start, which only a single work has. Anything else that has not begun does so in a moment.</summary>
    public bool IsScheduled => IsPending && Continuation.IsStartScheduled(Input, State);
}

/// <summary>Reads graphs: one point read for each, and one more only for what is stored apart.</summary>
public sealed class GraphReader(StateStore store, WorksStore documents, RealTime time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWaitForStart = TimeSpan.FromSeconds(2);

    /// <summary>The graph of an instance; null when there is none.</summary>
    public async Task<StoredGraph?> ReadAsync(DurableTaskClient client, string instance, CancellationToken cancellation)
    {
        OrchestrationMetadata? metadata = await time.LookUntilAsync(
            () => client.GetInstanceAsync(instance, getInputsAndOutputs: true, cancellation), there => there is null || !StoredInput.IsToCome(there), LongestWait, cancellation);
        return metadata is null ? null : await ReadAsync(metadata, cancellation);
    }

    /// <summary>
    /// The graph of an instance whose start is on its way and cannot be lost, but may not be there yet: waits for it, two seconds at most.
    /// </summary>
    public Task<StoredGraph?> ReadStartedAsync(DurableTaskClient client, string instance, CancellationToken cancellation) =>
        time.LookUntilAsync(() => ReadAsync(client, instance, cancellation), graph => graph is not null, LongestWaitForStart, cancellation);

    /// <summary>
    /// The graph of an instance with the outputs of works that have succeeded. What a status leaves out comes with the instance's ledger, a moment
    /// later, and on Azure the status itself may come after the word that a work has ended: both are waited for, ten seconds at most.
    /// </summary>
    public async Task<StoredGraph?> ReadWithOutputsAsync(DurableTaskClient client, string instance, IReadOnlyList<int> works, CancellationToken cancellation)
    {
        StoredGraph? graph = await time.LookUntilAsync(() => ReadAsync(client, instance, cancellation), AreThere, LongestWait, cancellation);
        return AreThere(graph) ? graph : throw new InvalidOperationException($"The outputs of {instance} cannot be read yet.");

        bool AreThere(StoredGraph? seen) => seen is null || !works.Any(work => IsStillToCome(seen.State.Works[work]));
    }

    /// <summary>The graph that an instance's metadata, fetched with inputs and outputs, describe; null when it owns no works.</summary>
    public async Task<StoredGraph?> ReadAsync(OrchestrationMetadata metadata, CancellationToken cancellation)
    {
        if (metadata.Name != TaskNames.RunGraph || StoredInput.Of<GraphInput>(metadata) is not { } input)
        {
            return null;
        }

        if (input.Document is not null)
        {
            input = input with { Works = input.Waiting(await documents.LoadAsync(input.Document, input.Shard, cancellation) ?? []) };
        }

        OrchestrationRuntimeStatus status = IsBetweenStarts(metadata) ? OrchestrationRuntimeStatus.Pending : metadata.RuntimeStatus;
        GraphState state = await StateOfAsync(metadata, status, input, cancellation);
        input = input with { Works = await documents.UpdatedAsync(input.Works, UpdatedWork.Of(input, metadata.InstanceId, state), cancellation) };
        return new StoredGraph(metadata.InstanceId, status, input, state);
    }

    /// <summary>
    /// Whether an instance was terminated before it had begun. Nothing here terminates one: Azure does so on the way when a scheduled start is replaced, and the
    /// next start follows. A crash between the two leaves it so, and a sweep starts it again.
    /// </summary>
    internal static bool IsBetweenStarts(OrchestrationMetadata metadata) =>
        metadata.RuntimeStatus == OrchestrationRuntimeStatus.Terminated && string.IsNullOrEmpty(metadata.SerializedCustomStatus);

    /// <summary>The name of the ledger of an instance.</summary>
    public static string LedgerOf(string instance) => $"ledgers/{instance.Replace(':', '/')}.json";

    private static bool IsStillToCome(WorkRecord record) => !record.State.IsFinished() || record.Output is { Inline: null, Reference: null };

    private async Task<GraphState> StateOfAsync(OrchestrationMetadata metadata, OrchestrationRuntimeStatus status, GraphInput input, CancellationToken cancellation)
    {
        if (status == OrchestrationRuntimeStatus.Completed && metadata.ReadOutputAs<GraphState>() is { } final)
        {
            return final;
        }

        GraphState shown = metadata.ReadCustomStatusAs<GraphState>() ?? WorkViews.Pending(input);
        if (shown.Trimmed && await store.LoadAsync<GraphState>(LedgerOf(metadata.InstanceId), cancellation) is { } ledger)
        {
            shown = GraphStatus.WithDetails(shown, ledger);
        }

        return status is OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated
            ? WorkViews.Broken(shown, WorkErrors.Of("orchestrationBroke", metadata.FailureDetails?.ErrorMessage ?? "The orchestration was terminated."), metadata.LastUpdatedAt)
            : shown;
    }
}
