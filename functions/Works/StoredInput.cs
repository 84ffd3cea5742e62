using Microsoft.DurableTask.Client;

namespace Work.Functions.Works;

/// <summary>
/// Reads what an instance was started with. Azure Storage keeps the input of a start of more than 30,720 characters, which still fits one message, where
/// readers do not find it until the instance has begun: it then looks empty. A scheduled start is kept from that by its size; what starts at once may
/// look so for a moment.
/// </summary>
internal static class StoredInput
{
    /// <summary>Whether there is an input that cannot be read yet.</summary>
    internal static bool IsToCome(OrchestrationMetadata metadata) => metadata.SerializedInput is "";

    /// <summary>The input; null when there is none, or none that can be read yet.</summary>
    internal static T? Of<T>(OrchestrationMetadata metadata)
        where T : class => string.IsNullOrEmpty(metadata.SerializedInput) ? null : metadata.ReadInputAs<T>();
}
