using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>
/// A repetition on a fixed grid as it is stored with a work. The rules of time zones are no part of it: whoever stores it, or runs short of
/// firings later, plans some ahead outside of the orchestration, which may not read them.
/// </summary>
/// <param name="Expression">The cron expression.</param>
/// <param name="TimeZone">The IANA name of the zone whose wall clock counts.</param>
/// <param name="Misfire">What becomes of firings that were not dispatched in time.</param>
/// <param name="Overlap">What a firing does when the run before is not finished.</param>
public sealed record CronSpec(string Expression, string TimeZone, MisfirePolicy Misfire, OverlapPolicy Overlap)
{
    /// <summary>The instant after which the firings begin.</summary>
    public DateTimeOffset After { get; init; }

    /// <summary>The first firings after <see cref="After"/>, as they were planned when the request was read.</summary>
    public IReadOnlyList<DateTimeOffset> Firings { get; init; } = [];

    /// <summary>What the firings depend on: two of the same grid fire at the same instants.</summary>
    [JsonIgnore]
    public string Grid => $"{Expression} {TimeZone}";

    /// <summary>The stored form of a rule, its first firings planned.</summary>
    public static CronSpec Of(CronRule rule, DateTimeOffset after) =>
        new(rule.Schedule.Expression.Text, rule.Schedule.Zone.Id, rule.Misfire, rule.Overlap) { After = after, Firings = CronPlans.After(rule.Schedule, after) };
}
