using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Work.Functions.Works;

/// <summary>
/// Walks over the instances of graphs that are found by one query, in the order of their ids, page by page.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="query">Finds marks, or graphs; without their data.</param>
/// <param name="mark">How many characters of the ids come before the instance of the graph.</param>
/// <param name="page">The page to begin with; null is the first.</param>
internal sealed class MarkCursor(DurableTaskClient client, OrchestrationQuery query, int mark, string? page)
{
    private IReadOnlyList<string>? instances;
    private string floor = "";
    private string? following;
    private int next;

    /// <summary>The backend's page on which the next one is.</summary>
    internal string? Page { get; private set; } = page;

    /// <summary>The next instance; null when there is none.</summary>
    internal async Task<string?> PeekAsync(CancellationToken cancellation)
    {
        while (true)
        {
            instances ??= await ReadAsync(cancellation);
            if (next < instances.Count)
            {
                return instances[next];
            }

            if (following is null)
            {
                return null;
            }

            (Page, instances) = (following, null);
        }
    }

    /// <summary>Goes over the next one.</summary>
    internal void Move() => next++;

    /// <summary>Reads its page again, and goes on behind an instance: what has come behind it since is found.</summary>
    internal void Refresh(string behind) => (floor, instances) = (behind, null);

    private async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellation)
    {
        next = 0;
        Page<OrchestrationMetadata> read = await client.GetAllInstancesAsync(query with { ContinuationToken = Page }).AsPages(Page, query.PageSize).FirstAsync(cancellation);
        following = read.ContinuationToken;
        return [.. read.Values.Select(found => found.InstanceId[mark..]).Where(instance => string.CompareOrdinal(instance, floor) > 0)];
    }
}
