namespace Work.Embedded.Storage;

/// <summary>One row of <c>entities</c>.</summary>
/// <param name="Id">The id, <c>@name@key</c>.</param>
/// <param name="State">Its state as JSON; null when it has none.</param>
/// <param name="ModifiedAt">UTC ticks of the last operation.</param>
internal sealed record EntityRecord(string Id, string? State, long ModifiedAt);
