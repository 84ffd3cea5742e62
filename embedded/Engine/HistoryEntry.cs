namespace Work.Embedded.Engine;

/// <summary>One event of an instance's history, for people to read.</summary>
/// <param name="At">The instant of the step that it belongs to.</param>
/// <param name="Kind">What happened, for example <c>TaskScheduled</c>.</param>
/// <param name="Id">The number of the request that it makes or ends, or null.</param>
/// <param name="Name">The name of the activity, sub-orchestration, event or operation.</param>
/// <param name="Payload">Its input, result or failure.</param>
public sealed record HistoryEntry(DateTimeOffset At, string Kind, int? Id, string? Name, string? Payload);
