using System.Diagnostics.CodeAnalysis;

namespace Work.Model;

/// <summary>Reads the body of a cancel of one work: nothing, or who cancels.</summary>
public static class CancelOneReader
{
    private static readonly FieldTable<Draft> Fields = new(new Dictionary<string, FieldRule<Draft>>(StringComparer.Ordinal)
    {
        ["by"] = (draft, value) => draft.By = value.Choice(("app", StopReason.CancelledByApp), ("user", StopReason.User)) ?? default,
    });

    /// <summary>Reads an empty body, or <c>{ "by": "app|user" }</c>: the reason that a run is stopped with. Never throws for what the body holds.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> utf8Body, WorkLimits limits, out StopReason reason, [NotNullWhen(false)] out RejectedReading? rejection)
    {
        reason = StopReason.CancelledByApp;
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
            reason = draft.By;
        }

        rejection = reading.Faults.Any ? reading.Faults.ToReading() : null;
        return rejection is null;
    }

    private sealed class Draft
    {
        public StopReason By { get; set; } = StopReason.CancelledByApp;
    }
}
