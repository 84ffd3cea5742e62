namespace Work.Model;

/// <summary>A value that a floor or a ceiling changed; the answer lists it, since nothing is changed silently.</summary>
/// <param name="Field">The path in the body, such as <c>work[0].backoff.delay</c>.</param>
/// <param name="From">What was asked for, in canonical form.</param>
/// <param name="To">What holds.</param>
/// <param name="Why">The limit's name, such as <c>minBackoff</c>.</param>
public sealed record Adjustment(string Field, string From, string To, string Why);
