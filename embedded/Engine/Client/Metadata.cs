using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Work.Embedded.Engine.History;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.Client;

/// <summary>Rows as clients see them. As on Azure, payloads, custom status and failure come only when asked for.</summary>
internal static class Metadata
{
    public static OrchestrationMetadata From(InstanceRecord record, DataConverter converter, bool withPayload) => new(record.Name, record.Id)
    {
        RuntimeStatus = (OrchestrationRuntimeStatus)record.Status,
        CreatedAt = new DateTimeOffset(record.CreatedAt, TimeSpan.Zero),
        LastUpdatedAt = new DateTimeOffset(record.UpdatedAt, TimeSpan.Zero),
        Tags = TagCodec.FromBytes(record.Tags),
        DataConverter = withPayload ? converter : null,
        SerializedInput = withPayload ? record.Input : null,
        SerializedOutput = withPayload ? record.Output : null,
        SerializedCustomStatus = withPayload ? record.CustomStatus : null,
        FailureDetails = withPayload && record.Failure is { } failure ? FailureCodec.FromBytes(failure) : null,
    };
}
