using Microsoft.DurableTask.Client;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>
/// Removes the marks of graphs (<see cref="Marks"/>). Marks of generated ids go after their graph, as nobody gets such an id again: a crash between the two leaves
/// a mark of nothing, which readers skip and <see cref="Housekeeping"/> sweeps away. Marks of chosen ids go before: else they could be those of the next work of that id.
/// </summary>
internal static class WorkMarks
{
    /// <summary>The marks that a graph may have.</summary>
    internal static IEnumerable<string> Of(StoredGraph graph) => Marks.HasFailed(graph.State) ? [Marks.Failed(graph.Instance)] : [];

    /// <summary>Whether the marks of a graph go before it.</summary>
    internal static bool GoFirst(StoredGraph graph) => !WorkIds.IsGraphId(graph.Input.ChainId);

    /// <summary>Removes the marks of these graphs.</summary>
    internal static async Task RemoveAsync(DurableTaskClient client, IEnumerable<StoredGraph> graphs, CancellationToken cancellation)
    {
        foreach (string mark in graphs.SelectMany(Of))
        {
            await ContinuationRemover.TryPurgeAsync(client, mark, cancellation);
        }
    }
}
