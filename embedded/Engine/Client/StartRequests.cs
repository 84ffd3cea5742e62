using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Work.Embedded.Engine.Core;
using Work.Embedded.Engine.History;
using Work.Embedded.Engine.Messages;
using Work.Embedded.Engine.Tracing;

namespace Work.Embedded.Engine.Client;

/// <summary>Requests to start, checked before anybody takes them.</summary>
internal static class StartRequests
{
    private static readonly int[] OpenStatuses =
        [(int)OrchestrationRuntimeStatus.Pending, (int)OrchestrationRuntimeStatus.Running, (int)OrchestrationRuntimeStatus.Suspended];

    /// <exception cref="ArgumentException">The id, or the dedupe statuses, are not valid.</exception>
    public static StartMessage Make(
        EngineCore core, TaskName name, object? input, StartOrchestrationOptions? options, TaskCompletionSource? ack, out string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(name.Name, nameof(name));
        var isNew = string.IsNullOrEmpty(options?.InstanceId);
        id = isNew ? core.NewId() : options!.InstanceId!;
        InstanceIds.Validate(id);
        return new StartMessage
        {
            Name = name.Name,
            Version = options?.Version?.Version ?? core.Options.DefaultVersion,
            Input = input is null ? null : core.Converter.Serialize(input),
            InputValue = Immutable.OrNull(input),
            Tags = TagCodec.ToBytes(options?.Tags),
            StartAt = options?.StartAt?.UtcTicks,
            DedupeStatuses = Statuses(options?.DedupeStatuses),
            Trace = TraceOrigin.OfCurrent(),
            IdIsNew = isNew && core.Options.NewId is null,
            Ack = ack,
        };
    }

    private static List<int>? Statuses(IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            return null;
        }

        var statuses = names.Select(Status).ToList();
        if (statuses.Contains((int)OrchestrationRuntimeStatus.Terminated) && !OpenStatuses.All(statuses.Contains))
        {
            throw new ArgumentException(
                "Terminated cannot forbid a start while an instance that has not ended would be terminated to make room for it.", nameof(names));
        }

        return statuses;
    }

    private static int Status(string name) => Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status)
        ? (int)status
        : throw new ArgumentException($"'{name}' is not an orchestration status.", nameof(name));
}
