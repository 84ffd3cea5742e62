using System.Runtime.CompilerServices;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Work.Functions.Host;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Feed;

/// <summary>
/// Follows all works that match, in the caller's own time: each as it is, or what changed since the caller was cut, and then each change. It listens before it
/// reads, so that nothing falls between the two; what falls into both is told once, as far as it is remembered.
/// </summary>
public sealed class FeedStream(WorkFeed feed, WorkLister lister, WorkFinder finder, GraphReader graphs, RealTime time, IOptions<WorkOptions> options)
{
    // What a stream remembers of what it has read: enough for what changes while it begins, and bounded for what does not.
    private const int MaxRemembered = 1_000;

    /// <summary>The works, and then their changes; ends with the token.</summary>
    public async IAsyncEnumerable<WorkEvent> FollowAsync(
        DurableTaskClient client, WorkQuery query, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using FeedListener listener = await feed.ListenAsync(client, query, cancellation);
        DateTimeOffset begun = feed.Mark;
        DateTimeOffset since = FeedMark.Parse(lastEventId);
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        WorkEvent? last = null;
        await foreach (FoundWork work in since == FeedMark.Beginning ? lister.MatchingAsync(client, query, cancellation) : ChangedAsync(client, query, since, cancellation))
        {
            if (last is not null)
            {
                yield return last;
            }

            WorkInfo shown = await finder.ShowAsync(work, cancellation);
            last = new WorkEvent(FeedMark.ToText(since), shown);
            if (told.Count < MaxRemembered)
            {
                told[shown.Id] = WorkVersions.Of(shown);
            }
        }

        // Only with the last of them has the caller heard of everything.
        if (last is not null)
        {
            yield return last with { Version = FeedMark.ToText(begun) };
        }

        await foreach (WorkEvent change in ChangesAsync(listener, told, cancellation))
        {
            yield return change;
        }
    }

    private async IAsyncEnumerable<WorkEvent> ChangesAsync(FeedListener listener, Dictionary<string, string> told, [EnumeratorCancellation] CancellationToken cancellation)
    {
        TimeSpan quiet = options.Value.EventsQuietInterval;
        long spoken = time.GetTimestamp();
        while (!cancellation.IsCancellationRequested)
        {
            while (listener.TryTake(out FeedChange? change))
            {
                if (!told.Remove(change.Shown.Id, out string? version) || version != change.Version)
                {
                    yield return new WorkEvent(FeedMark.ToText(change.Mark), change.Shown);
                    spoken = time.GetTimestamp();
                }
            }

            TimeSpan left = quiet - time.GetElapsedTime(spoken);
            if (left > TimeSpan.Zero)
            {
                await listener.WaitAsync(left, cancellation);
                continue;
            }

            yield return new WorkEvent("", null);
            spoken = time.GetTimestamp();
        }
    }

    private async IAsyncEnumerable<FoundWork> ChangedAsync(DurableTaskClient client, WorkQuery query, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (SeenInstance seen in FeedScan.ChangedAsync(client, since, cancellation))
        {
            if (await graphs.ReadAsync(client, seen.Id, cancellation) is not { } graph)
            {
                continue;
            }

            foreach (FoundWork work in FoundWork.Of(graph).Where(query.Matches))
            {
                yield return work;
            }
        }
    }
}
