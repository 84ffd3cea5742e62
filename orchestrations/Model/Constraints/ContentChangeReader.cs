using System.Diagnostics.CodeAnalysis;

namespace Work.Model;

/// <summary>Content that has changed.</summary>
public sealed record ContentChange(string Uri);

/// <summary>Reads the body that tells of a change of content.</summary>
public static class ContentChangeReader
{
    private static readonly FieldTable<Draft> Fields = new(new Dictionary<string, FieldRule<Draft>>(StringComparer.Ordinal)
    {
        ["uri"] = (draft, value) => (draft.HasUri, draft.Uri) = (true, value.Text(ConstraintsDraft.MaxUriLength)),
    });

    /// <summary>Reads <c>{ "uri" }</c>. Never throws for what the body holds.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8Body,
        WorkLimits limits,
        [NotNullWhen(true)] out ContentChange? change,
        [NotNullWhen(false)] out RejectedReading? rejection)
    {
        var reading = new BodyReading(new EnqueueContext(limits, new HashSet<string>(), default));
        using var document = BodyParser.Parse(utf8Body, reading);
        change = document is null ? null : ReadRoot(new FieldValue(document.RootElement, "$", reading));
        rejection = change is null ? reading.Faults.ToReading() : null;
        return change is not null;
    }

    private static ContentChange? ReadRoot(FieldValue root)
    {
        var faults = root.Body.Faults;
        new BodyAudit(faults).Check(root.Json);
        var draft = new Draft();
        if (faults.IsFull || !Fields.Read(draft, root))
        {
            return null;
        }

        if (!draft.HasUri)
        {
            faults.Invalid("uri", "is required");
        }

        return !faults.Any && draft.Uri is { } uri ? new ContentChange(uri) : null;
    }

    private sealed class Draft
    {
        public bool HasUri { get; set; }

        public string? Uri { get; set; }
    }
}
