using System.Text.Json;

namespace Work.Model;

/// <summary>What who runs a work outside the process says of the end of the run.</summary>
/// <param name="Result">Success, failure or retry.</param>
/// <param name="Output">A JSON object; null is none.</param>
/// <param name="Error">What went wrong; null when nothing did, or nothing is said of it.</param>
/// <param name="RetryAfter">The least delay before a retry; null is none.</param>
public sealed record ResultRequest(AttemptResult Result, JsonElement? Output, ResultError? Error, TimeSpan? RetryAfter);

/// <summary>An error as it is told from outside.</summary>
/// <param name="Type">A short stable type; null is that of an error told from outside.</param>
/// <param name="Message">A text for people; null is none.</param>
public sealed record ResultError(string? Type, string? Message);

/// <summary>A sign of life of a run outside the process.</summary>
/// <param name="Progress">A JSON object that replaces the progress; null leaves it as it is.</param>
/// <param name="ExtendFor">For how long from now the lease is to last; null is as long as it was taken for. Of leases only.</param>
public sealed record HeartbeatRequest(JsonElement? Progress, TimeSpan? ExtendFor);

/// <summary>A request for due works.</summary>
/// <param name="Workers">The external workers that the caller does the work of.</param>
/// <param name="Max">The most works.</param>
/// <param name="LeaseFor">How long the caller may be silent.</param>
public sealed record LeaseRequest(IReadOnlyList<string> Workers, int Max, TimeSpan LeaseFor);
