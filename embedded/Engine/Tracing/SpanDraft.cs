using System.Diagnostics;

namespace Work.Embedded.Engine.Tracing;

/// <summary>A span that is over and not yet written: it waits for the commit of the step that ended it.</summary>
internal sealed record SpanDraft(string Name, ActivityKind Kind, ActivityContext Parent, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The id under which it is known already; the default one when nobody refers to it.</summary>
    public ActivitySpanId Id { get; init; }

    public required IReadOnlyList<KeyValuePair<string, object?>> Tags { get; init; }

    /// <summary>What went wrong; null is nothing.</summary>
    public string? Fault { get; init; }
}
