using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Work.Embedded.Engine.Core;
using Work.Embedded.Engine.Instances;
using Work.Embedded.Engine.Messages;
using Work.Embedded.Engine.Tracing;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.Client;

/// <summary>
/// The durable client of this engine. What it sends is acknowledged when it is on disk. A request for an instance that is not there, or has
/// ended, is dropped without an error, as on Azure.
/// </summary>
internal sealed class EngineClient(EngineCore core) : DurableTaskClient("embedded")
{
    private readonly EntityClient entities = new(core);

    public override DurableEntityClient Entities => entities;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        using var span = EngineSpans.BeginStart(orchestratorName.Name, options?.Version?.Version ?? core.Options.DefaultVersion);
        var ack = Requests.NewAck();
        var start = StartRequests.Make(core, orchestratorName, input, options, ack, out var id);
        span?.SetTag(TagNames.InstanceId, id);
        await Requests.SendAsync(core, id, start, cancellation);
        return id;
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var payload = eventPayload is null ? null : core.Converter.Serialize(eventPayload);
        var message = new EventMessage(eventName, payload) { Ack = Requests.NewAck() };
        return EngineSpans.AreOn ? RaiseTracedAsync(instanceId, message, cancellation) : SendAsync(instanceId, message, cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new SuspendMessage(reason) { Ack = Requests.NewAck() }, cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new ResumeMessage(reason) { Ack = Requests.NewAck() }, cancellation);

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        var output = options?.Output is { } value ? core.Converter.Serialize(value) : null;
        return SendAsync(instanceId, new TerminateMessage(output, options?.Recursive ?? false) { Ack = Requests.NewAck() }, cancellation);
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, getInputsAndOutputs, status => status != OrchestrationRuntimeStatus.Pending, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, getInputsAndOutputs, InstanceState.IsEndedStatus, cancellation);

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(Find(instanceId, getInputsAndOutputs));
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var query = filter ?? new OrchestrationQuery();
        return Pageable.Create<OrchestrationMetadata>((continuation, pageSize, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Task.FromResult(Page(query, continuation ?? query.ContinuationToken, pageSize ?? query.PageSize));
        });
    }

    public override Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        Purging.OneAsync(core, instanceId, options?.Recursive ?? false, cancellation);

    public override Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Purging.AllAsync(core, filter, options?.Recursive ?? false, cancellation);
    }

    public override async Task<string> RestartAsync(string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        var record = core.Store.Reads.Read(reader => reader.Find(instanceId))
            ?? throw new ArgumentException($"There is no orchestration with the id '{instanceId}'.", nameof(instanceId));
        if (!restartWithNewInstanceId && !InstanceState.IsEndedStatus((OrchestrationRuntimeStatus)record.Status))
        {
            throw new InvalidOperationException($"The orchestration '{instanceId}' has not ended, so it cannot be restarted under its id.");
        }

        var id = restartWithNewInstanceId ? core.NewId() : instanceId;
        var start = new StartMessage
        {
            Name = record.Name,
            Version = record.Version,
            Input = record.Input,
            Tags = record.Tags,
            Trace = TraceOrigin.OfCurrent(),
            Ack = Requests.NewAck(),
        };
        await Requests.SendAsync(core, id, start, cancellation);
        return id;
    }

    private async Task RaiseTracedAsync(string instanceId, EventMessage message, CancellationToken cancellation)
    {
        using var span = EngineSpans.BeginEvent(message.Name, instanceId);
        await SendAsync(instanceId, message, cancellation);
    }

    private Task SendAsync(string instanceId, Message message, CancellationToken cancellation)
    {
        InstanceIds.Validate(instanceId);
        return Requests.SendAsync(core, instanceId, message, cancellation);
    }

    private OrchestrationMetadata? Find(string instanceId, bool withPayload)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var record = core.Store.Reads.Read(reader => reader.Find(instanceId));
        return record is null ? null : Metadata.From(record, core.Converter, withPayload);
    }

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId, bool withPayload, Func<OrchestrationRuntimeStatus, bool> isReached, CancellationToken cancellation)
    {
        while (true)
        {
            core.EnsureAlive();
            using var subscription = core.Waiters.Subscribe(instanceId);
            if (Find(instanceId, withPayload) is { } found && isReached(found.RuntimeStatus))
            {
                return found;
            }

            await subscription.Change.WaitAsync(cancellation);
        }
    }

    private Page<OrchestrationMetadata> Page(OrchestrationQuery query, string? after, int pageSize)
    {
        var filter = new InstanceFilter(
            query.Statuses?.Select(status => (int)status).ToList(),
            query.CreatedFrom?.UtcTicks, query.CreatedTo?.UtcTicks, query.InstanceIdPrefix, after,
            pageSize > 0 ? pageSize : OrchestrationQuery.DefaultPageSize, query.FetchInputsAndOutputs);
        var rows = InstanceList.Page(core.Store.Reads, filter);
        var page = rows.ConvertAll(row => Metadata.From(row, core.Converter, query.FetchInputsAndOutputs));
        return new Page<OrchestrationMetadata>(page, rows.Count < filter.PageSize ? null : rows[^1].Id);
    }
}
