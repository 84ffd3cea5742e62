using Microsoft.DurableTask.Client;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>Finds the unfinished works that a cancel of many means.</summary>
public sealed class WorkSelector(WorkLister lister, NameEnqueuer names)
{
    /// <summary>The works, as they were when they were read; what is enqueued meanwhile may be among them or not.</summary>
    public async Task<IReadOnlyList<FoundWork>> SelectAsync(DurableTaskClient client, CancelRequest request, CancellationToken cancellation) =>
        request.UniqueName is { } name ? await OfNameAsync(client, name, cancellation)
        : await ListedAsync(client, work => request.All || work.Spec.Tags.Contains(request.Tag!), cancellation);

    // The owner of a name knows the works that it has just started, but does not show the oldest of very many: those are looked for.
    private async Task<IReadOnlyList<FoundWork>> OfNameAsync(DurableTaskClient client, string name, CancellationToken cancellation)
    {
        StoredName stored = await NameStarter.ReadAsync(client, name, cancellation);
        IReadOnlyList<FoundWork> known = [.. (await names.WorksOfAsync(client, stored, cancellation)).Where(work => !work.Record.State.IsFinished())];
        return stored.State.HiddenChains == 0
            ? known
            : [.. known.Concat(await ListedAsync(client, work => work.Graph.Input.UniqueName == name, cancellation)).DistinctBy(work => work.Spec.Id)];
    }

    private async Task<IReadOnlyList<FoundWork>> ListedAsync(DurableTaskClient client, Func<FoundWork, bool> matches, CancellationToken cancellation)
    {
        var works = new List<FoundWork>();
        await foreach (FoundWork work in lister.UnfinishedAsync(client, cancellation))
        {
            if (matches(work))
            {
                works.Add(work);
            }
        }

        return works;
    }
}
