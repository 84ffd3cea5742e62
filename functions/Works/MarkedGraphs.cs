using System.Runtime.CompilerServices;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>
/// Finds graphs by their marks (<see cref="Marks"/>), so that a list costs what it shows and not what is stored. What a mark names is read by itself, and may be
/// gone, or may no longer be what it is marked as: that is skipped, here or by the list's own look at each work.
/// </summary>
public sealed class MarkedGraphs(GraphReader graphs)
{
    private const int InstancesOfAPage = 200;

    private static readonly OrchestrationRuntimeStatus[] Unfinished = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];
    private static readonly OrchestrationRuntimeStatus[] Broken = [OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <summary>
    /// The graphs whose instances have this beginning and that may hold works in other states than succeeded, each once, in the order of their ids: those that have not ended,
    /// those that have and are marked as failed, and those whose orchestration broke.
    /// </summary>
    internal async IAsyncEnumerable<ListedGraph> NotAllSucceededAsync(DurableTaskClient client, string prefix, string? page, [EnumeratorCancellation] CancellationToken cancellation)
    {
        MarkPage begin = MarkPage.Parse(page, places: 3);
        var places = new Places(begin.Tokens[0], [
            new MarkCursor(client, Query(Marks.OfFailed + prefix), Marks.OfFailed.Length, begin.Tokens[1]),
            new MarkCursor(client, Query(prefix) with { Statuses = Broken }, 0, begin.Tokens[2]),
        ]);

        // A graph is marked with its end. So each stretch of ids is read first from the unfinished ones and then from the marks: what ends meanwhile is in one of the two,
        // but for the moment between an end and the delivery of its mark.
        for (bool isLast = false; !isLast;)
        {
            OrchestrationQuery unfinished = Query(prefix) with { Statuses = Unfinished, FetchInputsAndOutputs = true, ContinuationToken = places.Unfinished };
            Page<OrchestrationMetadata> read = await client.GetAllInstancesAsync(unfinished).AsPages(places.Unfinished, InstancesOfAPage).FirstAsync(cancellation);
            isLast = read.ContinuationToken is null;
            if (isLast || read.Values.Count > 0)
            {
                string? to = isLast ? null : read.Values[^1].InstanceId;
                await foreach (ListedGraph listed in MergeAsync(client, read.Values, places, to, cancellation))
                {
                    yield return listed;
                }

                places.Marked.ForEach(cursor => cursor.Refresh(to ?? ""));
            }

            places.Unfinished = read.ContinuationToken;
        }
    }

    private async IAsyncEnumerable<ListedGraph> MergeAsync(
        DurableTaskClient client, IReadOnlyList<OrchestrationMetadata> read, Places places, string? to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (int next = 0; ;)
        {
            string? first = next < read.Count ? read[next].InstanceId : null;
            foreach (MarkCursor cursor in places.Marked)
            {
                string? marked = await cursor.PeekAsync(cancellation);
                bool isWithin = marked is not null && (to is null || string.CompareOrdinal(marked, to) <= 0);
                first = isWithin && (first is null || string.CompareOrdinal(marked, first) < 0) ? marked : first;
            }

            if (first is null)
            {
                yield break;
            }

            string? page = places.ToPage();
            bool isRead = next < read.Count && read[next].InstanceId == first;
            StoredGraph? graph = isRead ? await graphs.ReadAsync(read[next++], cancellation) : await graphs.ReadAsync(client, first, cancellation);
            await places.PassAsync(first, cancellation);
            if (graph is not null)
            {
                yield return new ListedGraph(graph, page);
            }
        }
    }

    private static OrchestrationQuery Query(string prefix) => new(InstanceIdPrefix: prefix, PageSize: InstancesOfAPage);

    /// <summary>Where all that is read at once stands.</summary>
    private sealed class Places(string? unfinished, List<MarkCursor> marked)
    {
        internal string? Unfinished { get; set; } = unfinished;

        internal List<MarkCursor> Marked { get; } = marked;

        internal string? ToPage() => new MarkPage([Unfinished, .. Marked.Select(cursor => cursor.Page)]).ToText();

        internal async Task PassAsync(string instance, CancellationToken cancellation)
        {
            foreach (MarkCursor cursor in Marked)
            {
                if (await cursor.PeekAsync(cancellation) == instance)
                {
                    cursor.Move();
                }
            }
        }
    }
}
