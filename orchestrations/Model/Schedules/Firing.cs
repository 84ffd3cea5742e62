namespace Work.Model;

/// <summary>One time that a schedule falls due.</summary>
/// <param name="At">The instant, in UTC.</param>
/// <param name="Local">The same instant on the schedule's wall clock.</param>
/// <param name="Note">What a change of the clocks did to it; null on every other day.</param>
public sealed record Firing(DateTimeOffset At, DateTimeOffset Local, FiringNote? Note);
