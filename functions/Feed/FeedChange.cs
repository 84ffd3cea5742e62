using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Feed;

/// <summary>A work that looks different from before. One object serves all who follow it.</summary>
/// <param name="Work">The work, for queries.</param>
/// <param name="Shown">The work as it is told.</param>
/// <param name="Version">What names this view of it.</param>
/// <param name="Mark">An instant: all that had changed until then was told before this.</param>
public sealed record FeedChange(FoundWork Work, WorkInfo Shown, string Version, DateTimeOffset Mark);
