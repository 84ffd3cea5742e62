namespace Work.Model;

/// <summary>A repetition on a fixed grid, as a request asks for it.</summary>
/// <param name="Schedule">When.</param>
/// <param name="Misfire">What becomes of firings that were not dispatched in time.</param>
/// <param name="Overlap">What a firing does when the run before is not finished.</param>
public sealed record CronRule(CronSchedule Schedule, MisfirePolicy Misfire, OverlapPolicy Overlap);
