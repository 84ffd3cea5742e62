namespace Work.Model;

/// <summary>A period object of a body while it is read.</summary>
internal sealed class PeriodDraft
{
    private static readonly FieldTable<PeriodDraft> Fields = new(new Dictionary<string, FieldRule<PeriodDraft>>(StringComparer.Ordinal)
    {
        ["every"] = (period, value) => (period.hasEvery, period.every) = (true, value.PositiveDuration(value.Body.Limits.MaxDelay)),
        ["flex"] = (period, value) => (period.hasFlex, period.flex) = (true, value.Duration(value.Body.Limits.MaxDelay)),
    });

    private bool hasEvery;
    private bool hasFlex;
    private TimeSpan? every;
    private TimeSpan? flex;

    /// <summary>Reads <c>{ every, flex? }</c> and applies the floors; null after its faults are noted.</summary>
    public static Period? Read(FieldValue value)
    {
        var period = new PeriodDraft();
        if (!Fields.Read(period, value))
        {
            return null;
        }

        if (!period.hasEvery)
        {
            value.Body.Faults.Invalid(value.Path + ".every", "is required");
        }

        return period.every is { } every && (period.flex is not null || !period.hasFlex)
            ? Period.Of(every, period.flex, value.Body.Limits, value.Path, value.Body.Adjustments)
            : null;
    }
}
