using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Work.Functions.Tests.Lists;

/// <summary>Reads from another client, and counts the instances that it has read.</summary>
internal sealed class CountingClient(DurableTaskClient inner) : DurableTaskClient("counting")
{
    internal int Instances { get; private set; }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        Pageable.Create(async (continuation, pageSize, cancellation) =>
        {
            Page<OrchestrationMetadata> page = await inner.GetAllInstancesAsync(filter).AsPages(continuation, pageSize).FirstAsync(cancellation);
            Instances += page.Values.Count;
            return page;
        });

    public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        Instances++;
        return inner.GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default) => throw OnlyReads();

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) => throw OnlyReads();

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw OnlyReads();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw OnlyReads();

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw OnlyReads();

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw OnlyReads();

    private static NotSupportedException OnlyReads() => new("A list only reads.");
}
