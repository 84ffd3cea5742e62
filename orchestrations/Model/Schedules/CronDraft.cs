namespace Work.Model;

/// <summary>A cron object of a body while it is read.</summary>
internal sealed class CronDraft
{
    private static readonly FieldTable<CronDraft> Fields = new(new Dictionary<string, FieldRule<CronDraft>>(StringComparer.Ordinal)
    {
        ["expression"] = (cron, value) => (cron.hasExpression, cron.expression) = (true, Expression(value)),
        ["timeZone"] = (cron, value) => cron.zone = Zone(value),
        ["misfire"] = (cron, value) => cron.misfire = value.Choice(
            ("once", MisfirePolicy.Once), ("skip", MisfirePolicy.Skip), ("all", MisfirePolicy.All)),
        ["overlap"] = (cron, value) => cron.overlap = value.Choice(
            ("skip", OverlapPolicy.Skip), ("queue", OverlapPolicy.Queue), ("cancelRunning", OverlapPolicy.CancelRunning)),
    });

    private bool hasExpression;
    private CronExpression? expression;
    private TimeZoneInfo? zone = TimeZoneInfo.Utc;
    private MisfirePolicy? misfire = MisfirePolicy.Once;
    private OverlapPolicy? overlap = OverlapPolicy.Skip;

    /// <summary>Reads <c>{ expression, timeZone?, misfire?, overlap? }</c>; null after its faults are noted.</summary>
    public static CronRule? Read(FieldValue value)
    {
        var cron = new CronDraft();
        if (!Fields.Read(cron, value))
        {
            return null;
        }

        if (!cron.hasExpression)
        {
            value.Body.Faults.Invalid(value.Path + ".expression", "is required");
        }

        return cron is { expression: { } expression, zone: { } zone, misfire: { } misfire, overlap: { } overlap }
            ? new CronRule(new CronSchedule(expression, zone), misfire, overlap)
            : null;
    }

    private static CronExpression? Expression(FieldValue value)
    {
        if (value.Text() is not { } text)
        {
            return null;
        }

        _ = CronExpression.TryParse(text, out var expression, out var faults);
        foreach (var fault in faults)
        {
            value.Fault<object>(fault);
        }

        return expression;
    }

    private static TimeZoneInfo? Zone(FieldValue value) =>
        value.Text() is not { } name ? null
            : TimeZones.TryFind(name, out var zone) ? zone
            : value.Fault<TimeZoneInfo>($"there is no IANA time zone '{JsonText.Quoted(name)}'");
}
