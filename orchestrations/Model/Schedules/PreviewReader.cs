using System.Diagnostics.CodeAnalysis;

namespace Work.Model;

/// <summary>Reads the body of a preview, as strictly as that of an enqueue: all faults at once.</summary>
public static class PreviewReader
{
    /// <summary>The most firings of one answer.</summary>
    public const int MaxCount = 1_000;

    /// <summary>How many firings there are when nothing is said.</summary>
    public const int DefaultCount = 10;

    private static readonly FieldTable<Draft> Fields = new(new Dictionary<string, FieldRule<Draft>>(StringComparer.Ordinal)
    {
        ["cron"] = (draft, value) => (draft.HasCron, draft.Cron) = (true, CronDraft.Read(value)),
        ["period"] = (draft, value) => (draft.HasPeriod, draft.Period) = (true, PeriodDraft.Read(value)),
        ["from"] = (draft, value) => draft.From = value.Instant(WorkFields.Latest(value.Body)),
        ["count"] = (draft, value) => draft.Count = Count(value),
    });

    /// <summary>
    /// Reads <c>{ "cron" | "period", "from"?, "count"? }</c>. <c>from</c> is <paramref name="now"/> when it is not given.
    /// Never throws for what the body holds.
    /// </summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8Body,
        WorkLimits limits,
        DateTimeOffset now,
        [NotNullWhen(true)] out PreviewRequest? request,
        [NotNullWhen(false)] out RejectedReading? rejection)
    {
        var reading = new BodyReading(new EnqueueContext(limits, new HashSet<string>(), now));
        using var document = BodyParser.Parse(utf8Body, reading);
        request = document is null ? null : ReadRoot(new FieldValue(document.RootElement, "$", reading));
        rejection = request is null ? reading.Faults.ToReading() : null;
        return request is not null;
    }

    private static PreviewRequest? ReadRoot(FieldValue root)
    {
        var faults = root.Body.Faults;
        new BodyAudit(faults).Check(root.Json);
        var draft = new Draft { From = root.Body.Context.Now };
        if (faults.IsFull || !Fields.Read(draft, root))
        {
            return null;
        }

        if (draft is { HasCron: false, HasPeriod: false })
        {
            faults.Invalid("cron", "is required, or period");
        }
        else if (draft is { HasCron: true, HasPeriod: true })
        {
            faults.Invalid("period", "must not be given together with cron");
        }

        return faults.Any ? null : new PreviewRequest(draft.Cron, draft.Period, draft.From!.Value, draft.Count!.Value, root.Body.Adjustments);
    }

    private static int? Count(FieldValue value) => value.Count() switch
    {
        null => null,
        var count and >= 1 and <= MaxCount => count,
        _ => value.Fault<int?>($"must be 1 to {MaxCount}"),
    };

    private sealed class Draft
    {
        public bool HasCron { get; set; }

        public CronRule? Cron { get; set; }

        public bool HasPeriod { get; set; }

        public Period? Period { get; set; }

        public DateTimeOffset? From { get; set; }

        public int? Count { get; set; } = DefaultCount;
    }
}
