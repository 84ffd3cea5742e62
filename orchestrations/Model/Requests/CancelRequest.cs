namespace Work.Model;

/// <summary>Which works to cancel: all that carry a tag, all of a unique name, or all there are. Exactly one is set.</summary>
/// <param name="Tag">The tag; null when it is not by tag.</param>
/// <param name="UniqueName">The unique name; null when it is not by name.</param>
/// <param name="All">Whether all works are meant.</param>
public sealed record CancelRequest(string? Tag, string? UniqueName, bool All);
