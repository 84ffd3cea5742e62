using System.Runtime.CompilerServices;
using Microsoft.DurableTask.Client;
using Work.Model;

namespace Work.Functions.Feed;

/// <summary>An instance of works, and when it last changed.</summary>
public sealed record SeenInstance(string Id, DateTimeOffset UpdatedAt);

/// <summary>Lists instances of works without their data. Each list says what it costs.</summary>
internal static class FeedScan
{
    private const int PageSize = 1_000;

    private static readonly string[] Prefixes = ["w", "c:"];
    private static readonly OrchestrationRuntimeStatus[] Unfinished = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    /// <summary>Those that have not ended; costs what has not ended.</summary>
    internal static IAsyncEnumerable<SeenInstance> UnfinishedAsync(DurableTaskClient client, CancellationToken cancellation) =>
        ListAsync(client, Prefixes, new OrchestrationQuery(Statuses: Unfinished), cancellation);

    /// <summary>Those with generated ids that are not older than an instant; costs as many, since their ids stand newest first.</summary>
    internal static async IAsyncEnumerable<SeenInstance> NewestAsync(DurableTaskClient client, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (SeenInstance seen in ListAsync(client, [Prefixes[0]], new OrchestrationQuery(), cancellation))
        {
            string graph = seen.Id.Split(':')[0];
            if (WorkIds.IsGraphId(graph) && WorkIds.EnqueuedAtOf(graph) < since)
            {
                yield break;
            }

            yield return seen;
        }
    }

    /// <summary>Those that were created since an instant, whatever their ids; a backend may have to walk over all there are.</summary>
    internal static IAsyncEnumerable<SeenInstance> CreatedAsync(DurableTaskClient client, DateTimeOffset since, CancellationToken cancellation) =>
        ListAsync(client, Prefixes, new OrchestrationQuery(CreatedFrom: since), cancellation);

    /// <summary>Those that changed since an instant; walks over all there are.</summary>
    internal static async IAsyncEnumerable<SeenInstance> ChangedAsync(DurableTaskClient client, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (SeenInstance seen in ListAsync(client, Prefixes, new OrchestrationQuery(), cancellation))
        {
            if (seen.UpdatedAt >= since)
            {
                yield return seen;
            }
        }
    }

    private static async IAsyncEnumerable<SeenInstance> ListAsync(
        DurableTaskClient client, IEnumerable<string> prefixes, OrchestrationQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (string prefix in prefixes)
        {
            await foreach (OrchestrationMetadata metadata in client.GetAllInstancesAsync(query with { InstanceIdPrefix = prefix, PageSize = PageSize }).WithCancellation(cancellation))
            {
                yield return new SeenInstance(metadata.InstanceId, metadata.LastUpdatedAt);
            }
        }
    }
}
