using System.Runtime.CompilerServices;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Work.Functions.Host;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>One thing to tell a follower.</summary>
/// <param name="Version">The version of the view; it is what a follower that was cut names to go on.</param>
/// <param name="Work">The view; null when nothing has changed for a while.</param>
public sealed record WorkEvent(string Version, WorkInfo? Work);

/// <summary>
/// Follows a work, in the caller's own time. The end of a single work is pushed by the backend; all else is seen by looking, at intervals that
/// grow from one change to the next, so changes that follow each other faster than that are seen as one.
/// </summary>
public sealed class WorkEvents(WorkFinder finder, WorkWaiter waiter, RealTime time, IOptions<WorkOptions> options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>The view of the work now, unless it is the one that was seen, and then each other one; ends after the finished one.</summary>
    public async IAsyncEnumerable<WorkEvent> FollowAsync(DurableTaskClient client, FoundWork first, string? seen, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string id = first.Spec.Id;
        TimeSpan quiet = options.Value.EventsQuietInterval;
        long told = time.GetTimestamp();
        TimeSpan pause = FirstPause;
        for (FoundWork? found = first; found is not null; found = await finder.FindAsync(client, id, cancellation))
        {
            WorkInfo shown = await finder.ShowAsync(found, cancellation);
            string version = WorkVersions.Of(shown);
            bool isNew = version != seen;
            if (isNew || time.GetElapsedTime(told) >= quiet)
            {
                yield return new WorkEvent(version, isNew ? shown : null);
                (seen, told) = (version, time.GetTimestamp());
                pause = isNew ? FirstPause : pause;
            }

            if (shown.State.IsFinished())
            {
                yield break;
            }

            TimeSpan left = quiet - time.GetElapsedTime(told);
            await waiter.PauseAsync(client, found.Graph, pause < left ? pause : left, cancellation);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
