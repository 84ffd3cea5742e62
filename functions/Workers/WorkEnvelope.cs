using System.Text.Json;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>What somebody outside the process is told of a run that is theirs.</summary>
internal static class WorkEnvelope
{
    /// <summary>The envelope as JSON in UTF-8.</summary>
    public static byte[] Of(WorkContext context, Uri? callback) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            workId = context.WorkId,
            attempt = context.RunAttemptCount + 1,
            input = context.Input,
            tags = context.Tags,
            generation = context.Generation,
            deadline = context.Deadline is { } deadline ? Rfc3339.Format(deadline) : null,
            callback = callback?.AbsoluteUri,
        });
}
