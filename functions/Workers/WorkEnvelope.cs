using System.Text.Json;
using System.Text.Json.Serialization;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>What somebody outside the process is told of a run that is theirs.</summary>
internal static class WorkEnvelope
{
    /// <summary>The envelope as JSON in UTF-8, with the trace context of the run when what carries it has no headers.</summary>
    public static byte[] Of(WorkContext context, Uri? callback, string? trace = null) => JsonSerializer.SerializeToUtf8Bytes(new Fields(
        context.WorkId,
        context.RunAttemptCount + 1,
        context.Input,
        context.Tags,
        context.Generation,
        context.Deadline is { } deadline ? Rfc3339.Format(deadline) : null,
        callback?.AbsoluteUri,
        trace), JsonSerializerOptions.Web);

    private sealed record Fields(
        string WorkId,
        int Attempt,
        JsonElement Input,
        IReadOnlyList<string> Tags,
        int Generation,
        string? Deadline,
        string? Callback,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Traceparent);
}
