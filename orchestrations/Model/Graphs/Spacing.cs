namespace Work.Model;

/// <summary>
/// Keeps work that is stopped again and again from running again and again: a stop adds no backoff of its own, so a work whose delays are over would start
/// at once each time. Of the runs of one period the first five are free; each further one comes at least a spacing later, counted from the first.
/// </summary>
internal static class Spacing
{
    private const int FreeRuns = 5;

    /// <summary>The earliest next start of a record whose run was stopped or lost, and noted.</summary>
    public static DateTimeOffset Least(WorkSpec spec, WorkRecord record, DateTimeOffset next)
    {
        int period = PeriodRules.NumberOf(record);
        if (spec.RunSpacing == TimeSpan.Zero || record.Attempts?.FirstOrDefault(attempt => attempt.Period == period) is not { } first)
        {
            return next;
        }

        // Of very many runs the oldest are forgotten: then the spacing counts from the oldest that is known.
        int spaced = record.RunAttemptCount - (first.Number - 1) - FreeRuns;
        DateTimeOffset least = EligibleTime.Add(first.StartedAt, Math.Max(0, spaced) * spec.RunSpacing);
        return next > least ? next : least;
    }
}
