namespace Work.Model;

/// <summary>
/// How often a periodic work runs. The next period counts from the end of the last run, not on a grid: a work that is late stays late, and
/// periods that were missed are not made up.
/// </summary>
/// <param name="Every">From the end of a run to the next.</param>
/// <param name="Flex">
/// The window at the end of the first interval in which the first run may start; equal to <paramref name="Every"/> it is none.
/// </param>
public sealed record Period(TimeSpan Every, TimeSpan Flex)
{
    /// <summary>
    /// The period that holds for what was asked: raised to the floors, the flex then lowered to the interval; each change is added to
    /// <paramref name="adjustments"/>. Without a flex it is the interval.
    /// </summary>
    /// <param name="every">The interval as asked; not negative.</param>
    /// <param name="flex">The flex as asked; not negative.</param>
    /// <param name="limits">The floors.</param>
    /// <param name="path">The field of the body that is adjusted, such as <c>work[0].period</c>.</param>
    /// <param name="adjustments">Where the changes are noted, under <c>minPeriod</c>, <c>minFlex</c> and <c>every</c>.</param>
    public static Period Of(TimeSpan every, TimeSpan? flex, WorkLimits limits, string path, ICollection<Adjustment> adjustments)
    {
        var interval = Larger(every, limits.MinPeriod);
        Note($"{path}.every", every, interval, "minPeriod", adjustments);
        if (flex is not { } asked)
        {
            return new Period(interval, interval);
        }

        var raised = Larger(asked, limits.MinFlex);
        var held = raised > interval ? interval : raised;
        Note($"{path}.flex", asked, held, held < raised ? "every" : "minFlex", adjustments);
        return new Period(interval, held);
    }

    private static TimeSpan Larger(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static void Note(string field, TimeSpan from, TimeSpan to, string why, ICollection<Adjustment> adjustments)
    {
        if (from != to)
        {
            adjustments.Add(new Adjustment(field, IsoDuration.Format(from), IsoDuration.Format(to), why));
        }
    }
}
