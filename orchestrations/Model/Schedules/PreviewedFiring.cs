namespace Work.Model;

/// <summary>One firing as it is shown.</summary>
/// <param name="At">The instant.</param>
/// <param name="Local">The wall clock's time with its offset from UTC, such as <c>2030-03-31T03:00:00+02:00</c>.</param>
/// <param name="Note">What a change of the clocks did to it; null on every other day.</param>
public sealed record PreviewedFiring(DateTimeOffset At, string Local, FiringNote? Note);
