using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Work.Model;

/// <summary>Reads the body of an update: a single WorkRequest, as strictly as at an enqueue.</summary>
public static class UpdateReader
{
    /// <summary>
    /// Reads a WorkRequest for the work of an id. The body may repeat the id; it may not name prerequisites, since an update leaves the edges of a
    /// chain as they are. Never throws for what the body holds.
    /// </summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8Body,
        string id,
        EnqueueContext context,
        [NotNullWhen(true)] out EnqueueRequest? request,
        [NotNullWhen(false)] out RejectedReading? rejection)
    {
        var reading = new BodyReading(context);
        using var document = BodyParser.Parse(utf8Body, reading);
        request = document is null ? null : ReadRoot(new FieldValue(document.RootElement, "$", reading), id);
        rejection = request is null ? reading.Faults.ToReading() : null;
        return request is not null;
    }

    private static EnqueueRequest? ReadRoot(FieldValue root, string id)
    {
        var faults = root.Body.Faults;
        new BodyAudit(faults).Check(root.Json);
        if (faults.IsFull)
        {
            return null;
        }

        var work = WorkFields.Read(root, inContinuation: false);
        if (work.Id is { } given && given != id)
        {
            faults.Invalid("id", "must be that of the work, or be left out");
        }

        if (root.Json.ValueKind == JsonValueKind.Object && root.Json.EnumerateObject().Any(field => JsonText.NameOf(field) == "after"))
        {
            faults.Impossible("after", "must be left out: an update does not change what a work waits for");
        }

        return faults.Any ? null : new EnqueueRequest { Works = [work.ToRequest(root.Body.Context.Now)], Adjustments = root.Body.Adjustments };
    }
}
