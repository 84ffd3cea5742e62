using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace Work.Functions.Tests.Backends;

/// <summary>The engine's client with the looseness that Azure Storage has and the engine does not, switched on one by one.</summary>
internal sealed class LooseClient(DurableTaskClient inner) : DurableTaskClient("loose")
{
    /// <summary>Starts that come together are all accepted, and the first one is kept.</summary>
    internal bool AcceptsEveryStart { get; init; }

    /// <summary>What reads show instead of what there is; null leaves it as it is.</summary>
    internal Func<OrchestrationMetadata?, OrchestrationMetadata?> Shows { get; set; } = there => there;

    /// <summary>What lists show instead of what there is.</summary>
    internal Func<OrchestrationMetadata, OrchestrationMetadata> Lists { get; init; } = there => there;

    /// <summary>Events to instances that have ended are refused, and those to instances that have not begun are dropped.</summary>
    internal bool LosesEvents { get; init; }

    /// <summary>The starts that were asked for.</summary>
    internal List<string> Starts { get; } = [];

    public override DurableEntityClient Entities => inner.Entities;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        Starts.Add(options?.InstanceId ?? "");
        try
        {
            return await inner.ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, options, cancellation);
        }
        catch (OrchestrationAlreadyExistsException) when (AcceptsEveryStart)
        {
            return options!.InstanceId!;
        }
    }

    public override async Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        OrchestrationMetadata? there = LosesEvents ? await GetInstancesAsync(instanceId, false, cancellation) : null;
        if (LosesEvents && there is null or { IsCompleted: true })
        {
            throw new InvalidOperationException("The orchestration instance with the provided instance id is not running.");
        }

        if (there?.RuntimeStatus != OrchestrationRuntimeStatus.Pending)
        {
            await inner.RaiseEventAsync(instanceId, eventName, eventPayload, cancellation);
        }
    }

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Shows(await inner.GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation));

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => Pageable.Create(
        async (string? _, CancellationToken stop) => new Page<OrchestrationMetadata>([.. (await inner.GetAllInstancesAsync(filter).ToListAsync(stop)).Select(there => Lists(there))]));

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        inner.WaitForInstanceStartAsync(instanceId, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        inner.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs, cancellation);

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => inner.SuspendInstanceAsync(instanceId, reason, cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => inner.ResumeInstanceAsync(instanceId, reason, cancellation);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Shows an instance as not begun in the first reads that find it.</summary>
    internal static Func<OrchestrationMetadata?, OrchestrationMetadata?> NotBegunFor(int reads, string instance)
    {
        int left = reads;
        return there => there?.InstanceId == instance && left-- > 0 ? As(there, OrchestrationRuntimeStatus.Pending) : there;
    }

    /// <summary>An instance in another status, that shows nothing of its own yet.</summary>
    internal static OrchestrationMetadata As(OrchestrationMetadata there, OrchestrationRuntimeStatus status) => new(there.Name, there.InstanceId)
    {
        DataConverter = there.DataConverter,
        RuntimeStatus = status,
        CreatedAt = there.CreatedAt,
        LastUpdatedAt = there.LastUpdatedAt,
        SerializedInput = there.SerializedInput,
    };
}
