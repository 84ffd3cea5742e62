using Microsoft.DurableTask.Client;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Works;

/// <summary>
/// Removes a continuation with all that was stored for it. Its instances go after what they name, and the document of its works last: a crash on
/// the way leaves a continuation that the next prune finds and removes, or, between the last steps, marks and a file that nobody refers to. Where readers would
/// miss what goes first, its works have been marked as pruned before.
/// </summary>
public sealed class ContinuationRemover(StateStore store, WorksStore documents)
{
    /// <summary>Removes it; false when an instance of it has not ended.</summary>
    /// <param name="client">The client.</param>
    /// <param name="head">The instance of the continuation; of a large one, the instance that owns the shards.</param>
    /// <param name="parts">The instances that own its works.</param>
    /// <param name="cancellation">Stops half-way, to be taken up by a repeat.</param>
    public async Task<bool> TryRemoveAsync(DurableTaskClient client, string head, IReadOnlyList<StoredGraph> parts, CancellationToken cancellation)
    {
        foreach (StoredGraph part in parts)
        {
            await RemoveDataAsync(part, cancellation);
            await RemoveAliasesAsync(client, part, cancellation);
        }

        await Dependents.ForgetAsync(client, parts, cancellation);
        if (parts[0].Input.UniqueName is { } name)
        {
            await NameStarter.ForgetAsync(client, name, parts[0].Input.ChainId, cancellation);
        }

        await WorkMarks.RemoveAsync(client, parts.Where(WorkMarks.GoFirst), cancellation);
        foreach (string instance in parts.Select(part => part.Instance).Append(head).Distinct(StringComparer.Ordinal))
        {
            if (!await TryPurgeAsync(client, instance, cancellation))
            {
                return false;
            }
        }

        await WorkMarks.RemoveAsync(client, parts.Where(part => !WorkMarks.GoFirst(part)), cancellation);
        if (parts[0].Input.Document is { } document)
        {
            await documents.DeleteAsync(document, cancellation);
        }

        return true;
    }

    /// <summary>Whether readers would miss something of it while it is being removed.</summary>
    internal static bool GoesInSteps(IReadOnlyList<StoredGraph> parts) => parts.Any(part =>
        part.State.Trimmed
        || (WorkMarks.GoFirst(part) && WorkMarks.Of(part).Any() && part.State.Works.Any(record => !record.Pruned))
        || part.State.Works.Any(record => record is { Pruned: false } and ({ Generation: > 0 } or { Output.Reference: not null })));

    /// <summary>Purges an instance; false when it has not ended. One that has ended may have been started again meanwhile, and Azure Storage purges also what runs.</summary>
    internal static async Task<bool> TryPurgeAsync(DurableTaskClient client, string instance, CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(instance, getInputsAndOutputs: false, cancellation) is { IsCompleted: false })
        {
            return false;
        }

        try
        {
            await client.PurgeInstanceAsync(instance, cancellation);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private async Task RemoveDataAsync(StoredGraph part, CancellationToken cancellation)
    {
        for (int index = 0; index < part.Input.Works.Count; index++)
        {
            WorkRecord record = part.State.Works[index];
            foreach (string output in StateStore.OutputsOf(part.Input.Works[index].Id, record))
            {
                await store.DeleteAsync(output, cancellation);
            }
        }

        await store.DeleteAsync(GraphReader.LedgerOf(part.Instance), cancellation);
        if (part.State.Works.Any(record => record.Generation > 0))
        {
            await documents.DeleteAllAsync(WorkUpdate.FolderOf(part.Instance), cancellation);
        }
    }

    private static async Task RemoveAliasesAsync(DurableTaskClient client, StoredGraph part, CancellationToken cancellation)
    {
        foreach (string id in part.Input.Works.Select(work => work.Id).Where(id => !WorkIds.IsGenerated(id) && part.Instance != WorkIds.ChosenInstance(id)))
        {
            await TryPurgeAsync(client, WorkIds.Alias(id), cancellation);
        }
    }
}
