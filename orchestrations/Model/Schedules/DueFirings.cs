namespace Work.Model;

/// <summary>What a look at a schedule found due.</summary>
/// <param name="Dispatch">The firings to dispatch, oldest first.</param>
/// <param name="Until">
/// The instant up to which all firings are decided: store it, and pass it as the next look's start. Before <c>now</c> when the bound cut
/// the list, so that the next look goes on there.
/// </param>
public sealed record DueFirings(IReadOnlyList<Firing> Dispatch, DateTimeOffset Until);
