namespace Work.Model;

/// <summary>A question for a schedule's next firings.</summary>
/// <param name="Cron">The schedule on a grid; null when <paramref name="Period"/> is set.</param>
/// <param name="Period">The drifting schedule; null when <paramref name="Cron"/> is set.</param>
/// <param name="From">The earliest instant to show.</param>
/// <param name="Count">How many, 1 to 1,000.</param>
/// <param name="Adjustments">What the floors changed.</param>
public sealed record PreviewRequest(CronRule? Cron, Period? Period, DateTimeOffset From, int Count, IReadOnlyList<Adjustment> Adjustments);
