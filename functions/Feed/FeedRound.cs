using Microsoft.DurableTask.Client;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Feed;

/// <summary>
/// What the feed knows of instances, and how it finds out what changed. Nothing that changes escapes it: an instance that changes between two rounds was
/// either unfinished in the first, or is newer than it. What it knows is bounded by what is unfinished, and by what ended within the margin.
/// </summary>
internal sealed class FeedRound(GraphReader graphs, WorkFinder finder, TimeProvider clock)
{
    private const int MaxAtOnce = 8;
    private const int SlowRoundsApart = 15;

    private readonly Dictionary<string, Known> known = new(StringComparer.Ordinal);
    private DateTimeOffset since;
    private DateTimeOffset slowSince;
    private int rounds;

    /// <summary>All that had changed until then has been found.</summary>
    internal DateTimeOffset Mark { get; private set; }

    /// <summary>Takes all that is unfinished as known, without reading it.</summary>
    internal async Task BeginAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        since = slowSince = Mark = clock.GetUtcNow() - FeedMark.Margin;
        await foreach (SeenInstance seen in FeedScan.UnfinishedAsync(client, cancellation))
        {
            known[seen.Id] = new Known(seen.UpdatedAt, [], IsFinished: false);
        }
    }

    /// <summary>Looks at everything that may have changed since the last round.</summary>
    internal async Task RunAsync(DurableTaskClient client, Action<FeedChange> tell, CancellationToken cancellation)
    {
        DateTimeOffset begun = clock.GetUtcNow() - FeedMark.Margin;
        bool isSlow = ++rounds % SlowRoundsApart == 0;
        var unfinished = new HashSet<string>(StringComparer.Ordinal);
        var changed = new List<string>();
        await foreach (SeenInstance seen in FeedScan.UnfinishedAsync(client, cancellation))
        {
            unfinished.Add(seen.Id);
            AddIfChanged(changed, seen);
        }

        await foreach (SeenInstance seen in isSlow ? FeedScan.CreatedAsync(client, slowSince, cancellation) : FeedScan.NewestAsync(client, since, cancellation))
        {
            AddIfChanged(changed, seen);
        }

        changed.AddRange(known.Where(one => !one.Value.IsFinished && !unfinished.Contains(one.Key)).Select(one => one.Key));
        await LookAsync(client, changed.Distinct(StringComparer.Ordinal), tell, cancellation);
        foreach (string old in known.Where(one => one.Value.IsFinished && one.Value.UpdatedAt < slowSince).Select(one => one.Key).ToList())
        {
            known.Remove(old);
        }

        (since, slowSince, Mark) = (begun, isSlow ? begun : slowSince, begun);
    }

    /// <summary>Looks at some instances; those of them that have changed.</summary>
    internal async Task<IReadOnlyCollection<string>> LookAsync(DurableTaskClient client, IEnumerable<string> instances, Action<FeedChange> tell, CancellationToken cancellation)
    {
        var changed = new List<string>();
        foreach (string[] some in instances.Chunk(MaxAtOnce))
        {
            (string Instance, DateTimeOffset At, StoredGraph? Graph)[] read = await Task.WhenAll(some.Select(instance => ReadAsync(client, instance, cancellation)));
            foreach ((string instance, DateTimeOffset at, StoredGraph? graph) in read)
            {
                if (graph is null)
                {
                    known.Remove(instance);
                }
                else if (await TellAsync(graph, at, tell, cancellation))
                {
                    changed.Add(instance);
                }
            }
        }

        return changed;
    }

    private async Task<(string Instance, DateTimeOffset At, StoredGraph? Graph)> ReadAsync(DurableTaskClient client, string instance, CancellationToken cancellation)
    {
        OrchestrationMetadata? metadata = await client.GetInstanceAsync(instance, getInputsAndOutputs: true, cancellation);
        return (instance, metadata?.LastUpdatedAt ?? default, metadata is null ? null : await graphs.ReadAsync(metadata, cancellation));
    }

    private async Task<bool> TellAsync(StoredGraph graph, DateTimeOffset at, Action<FeedChange> tell, CancellationToken cancellation)
    {
        string[] before = known.TryGetValue(graph.Instance, out Known? one) ? one.Versions : [];
        var versions = new string[graph.State.Works.Length];
        bool isChanged = false;
        foreach (FoundWork work in FoundWork.Of(graph))
        {
            int index = work.Index;
            WorkInfo shown = await finder.ShowAsync(work, cancellation);
            versions[index] = WorkVersions.Of(shown);
            if (before.ElementAtOrDefault(index) != versions[index])
            {
                isChanged = true;
                tell(new FeedChange(work, shown, versions[index], Mark));
            }
        }

        known[graph.Instance] = new Known(at, versions, graph.State.IsFinished);
        return isChanged;
    }

    private void AddIfChanged(List<string> changed, SeenInstance seen)
    {
        if (!known.TryGetValue(seen.Id, out Known? one) || one.UpdatedAt != seen.UpdatedAt)
        {
            changed.Add(seen.Id);
        }
    }

    private sealed record Known(DateTimeOffset UpdatedAt, string[] Versions, bool IsFinished);
}
