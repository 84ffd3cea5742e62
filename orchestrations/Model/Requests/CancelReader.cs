using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Work.Model;

/// <summary>Reads the body of a cancel of many works, as strictly as that of an enqueue: a typo must never cancel more than was meant.</summary>
public static class CancelReader
{
    private static readonly FieldTable<Draft> Fields = new(new Dictionary<string, FieldRule<Draft>>(StringComparer.Ordinal)
    {
        ["tag"] = (draft, value) => draft.Tag = Given(draft, "tag", value.Text(value.Body.Limits.MaxTagLength)),
        ["uniqueName"] = (draft, value) => draft.UniqueName = Given(draft, "uniqueName", value.Text(value.Body.Limits.MaxUniqueNameLength)),
        ["all"] = (draft, value) => draft.All = Given(draft, "all", value.Json.ValueKind == JsonValueKind.True || value.Fault<bool>("must be true")),
    });

    /// <summary>Reads exactly one of <c>{ "tag" }</c>, <c>{ "uniqueName" }</c> and <c>{ "all": true }</c>. Never throws for what the body holds.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8Body,
        WorkLimits limits,
        [NotNullWhen(true)] out CancelRequest? request,
        [NotNullWhen(false)] out RejectedReading? rejection)
    {
        var reading = new BodyReading(new EnqueueContext(limits, new HashSet<string>(), default));
        using var document = BodyParser.Parse(utf8Body, reading);
        request = document is null ? null : ReadRoot(new FieldValue(document.RootElement, "$", reading));
        rejection = request is null ? reading.Faults.ToReading() : null;
        return request is not null;
    }

    private static CancelRequest? ReadRoot(FieldValue root)
    {
        var faults = root.Body.Faults;
        new BodyAudit(faults).Check(root.Json);
        var draft = new Draft();
        if (faults.IsFull || !Fields.Read(draft, root))
        {
            return null;
        }

        if (draft.Given.Count != 1)
        {
            faults.Invalid("$", "must have exactly one of tag, uniqueName, all");
        }

        return faults.Any ? null : new CancelRequest(draft.Tag, draft.UniqueName, draft.All);
    }

    private static T Given<T>(Draft draft, string field, T value)
    {
        draft.Given.Add(field);
        return value;
    }

    private sealed class Draft
    {
        public HashSet<string> Given { get; } = new(StringComparer.Ordinal);

        public string? Tag { get; set; }

        public string? UniqueName { get; set; }

        public bool All { get; set; }
    }
}
