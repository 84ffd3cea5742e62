using Microsoft.DurableTask.Client;
using Work.Embedded.Engine.Core;
using Work.Embedded.Engine.History;
using Work.Embedded.Engine.Messages;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.Client;

/// <summary>Deletes ended instances. One by id goes through its actor; a filter deletes pages of rows, each only if it has ended by then.</summary>
internal static class Purging
{
    private const int PageSize = 500;
    private static readonly int[] Ended =
        [(int)OrchestrationRuntimeStatus.Completed, (int)OrchestrationRuntimeStatus.Failed, (int)OrchestrationRuntimeStatus.Terminated];

    /// <exception cref="InvalidOperationException">The instance has not ended.</exception>
    public static async Task<PurgeResult> OneAsync(EngineCore core, string id, bool recursive, CancellationToken cancellation)
    {
        InstanceIds.Validate(id);
        var children = recursive ? ChildrenOf(core, id) : [];
        var purge = new PurgeMessage { Ack = Requests.NewAck() };
        await Requests.SendAsync(core, id, purge, cancellation);
        var purged = purge.Purged;
        foreach (var child in children)
        {
            purged += (await OneAsync(core, child, recursive: true, cancellation)).PurgedInstanceCount;
        }

        return new PurgeResult(purged);
    }

    public static async Task<PurgeResult> AllAsync(EngineCore core, PurgeInstancesFilter filter, bool recursive, CancellationToken cancellation)
    {
        var statuses = filter.Statuses?.Select(status => (int)status).Where(Ended.Contains).ToList() ?? [.. Ended];
        var purged = 0;
        string? after = null;
        while (statuses.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            core.EnsureOpen();
            var page = InstanceList.Page(core.Store.Reads, new InstanceFilter(
                statuses, filter.CreatedFrom?.UtcTicks, filter.CreatedTo?.UtcTicks, After: after, PageSize: PageSize));
            purged += await DeleteAsync(core, page, recursive, cancellation);
            if (page.Count < PageSize)
            {
                break;
            }

            after = page[^1].Id;
        }

        return new PurgeResult(purged, isComplete: true);
    }

    private static async Task<int> DeleteAsync(EngineCore core, List<InstanceRecord> page, bool recursive, CancellationToken cancellation)
    {
        var purged = 0;
        if (recursive)
        {
            foreach (var record in page)
            {
                purged += (await OneAsync(core, record.Id, recursive: true, cancellation)).PurgedInstanceCount;
            }

            return purged;
        }

        purged = await core.Store.WriteAsync(writer => page.Count(record => writer.Instances.DeleteEnded(record.Row)));
        page.ForEach(record => core.Actors.Evict(record.Id));
        return purged;
    }

    private static List<string> ChildrenOf(EngineCore core, string id) => core.Store.Reads.Read(reader =>
    {
        var record = reader.Find(id);
        return record is null
            ? []
            : reader.History(record.Row).SelectMany(step => HistoryCodec.Read(step.Events)).OfType<ChildScheduled>()
                .Select(child => child.InstanceId).ToList();
    });
}
