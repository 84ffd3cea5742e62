using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Work.Model;

/// <summary>Reads the body of a rerun: nothing, or whether what hangs on the work is to run again too.</summary>
public static class RerunReader
{
    private static readonly FieldTable<Draft> Fields = new(new Dictionary<string, FieldRule<Draft>>(StringComparer.Ordinal)
    {
        ["dependents"] = (draft, value) => draft.Dependents = value.Json.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => value.Fault<bool>("must be true or false"),
        },
    });

    /// <summary>Reads an empty body, or <c>{ "dependents": true|false }</c>. Never throws for what the body holds.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> utf8Body, WorkLimits limits, out bool withDependents, [NotNullWhen(false)] out RejectedReading? rejection)
    {
        withDependents = false;
        rejection = null;
        if (utf8Body.IsEmpty)
        {
            return true;
        }

        var reading = new BodyReading(new EnqueueContext(limits, new HashSet<string>(), default));
        using var document = BodyParser.Parse(utf8Body, reading);
        if (document is not null)
        {
            var draft = new Draft();
            new BodyAudit(reading.Faults).Check(document.RootElement);
            Fields.Read(draft, new FieldValue(document.RootElement, "$", reading));
            withDependents = draft.Dependents;
        }

        rejection = reading.Faults.Any ? reading.Faults.ToReading() : null;
        return rejection is null;
    }

    private sealed class Draft
    {
        public bool Dependents { get; set; }
    }
}
