using System.Runtime.CompilerServices;
using Microsoft.DurableTask.Client;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>What to list: OR inside a part, AND across parts; an empty part asks for nothing.</summary>
public sealed record WorkQuery(IReadOnlyList<string> Ids, IReadOnlyList<string> UniqueNames, IReadOnlyList<string> Tags, IReadOnlyList<WorkState> States)
{
    /// <summary>Whether a work is asked for.</summary>
    public bool Matches(FoundWork work) =>
        (Ids.Count == 0 || Ids.Contains(work.Spec.Id))
        && (UniqueNames.Count == 0 || (work.Graph.Input.UniqueName is { } name && UniqueNames.Contains(name)))
        && (Tags.Count == 0 || work.Spec.Tags.Any(Tags.Contains))
        && (States.Count == 0 || States.Contains(work.Record.State));
}

/// <summary>
/// Lists works, newest enqueue first and then by id. Generated ids sort newest first, so their instances come in order, page by page, and reading
/// ends with the page; works with chosen ids are merged in by their time. What a query does not say where to look for, it reads on for until the page is full.
/// </summary>
public sealed class WorkLister(WorkSources sources)
{
    private const string Generated = "w";
    private const string Chosen = "c:";

    /// <summary>How many bytes of works a page may have before it ends.</summary>
    public const long MostPageBytes = 4 * 1024 * 1024;

    private static readonly WorkQuery Everything = new([], [], [], []);
    private static readonly WorkQuery WhatIsUnfinished = Everything with { States = [WorkState.Blocked, WorkState.Enqueued, WorkState.Running] };

    /// <summary>The page after the cursor. It ends with the limit, or once what was taken has as many bytes as a page may have: works can be large.</summary>
    /// <param name="client">The client of the backend.</param>
    /// <param name="query">What to list.</param>
    /// <param name="limit">The most works.</param>
    /// <param name="after">Where to go on; null begins.</param>
    /// <param name="take">Takes a work into the page, and says how many bytes it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The cursor of the next page; null when there is none.</returns>
    public async Task<string?> ListAsync(
        DurableTaskClient client, WorkQuery query, int limit, ListPosition? after, Func<FoundWork, Task<long>> take, CancellationToken cancellation)
    {
        FoundWork? last = null;
        long bytes = 0;
        int count = 0;
        string? from = null;
        await foreach (Listed listed in MatchingAsync(client, query, after, cancellation))
        {
            if (last is not null && (count == limit || bytes >= MostPageBytes))
            {
                return (ListPosition.Of(last) with { Page = from }).ToString();
            }

            bytes += await take(listed.Work);
            count++;
            (last, from) = (listed.Work, listed.Page);
        }

        return null;
    }

    /// <summary>Every work that is asked for, newest enqueue first.</summary>
    public IAsyncEnumerable<FoundWork> MatchingAsync(DurableTaskClient client, WorkQuery query, CancellationToken cancellation) =>
        MatchingAsync(client, query, after: null, cancellation).Select(listed => listed.Work);

    /// <summary>Every work that has finished, in no order.</summary>
    public async IAsyncEnumerable<FoundWork> FinishedAsync(DurableTaskClient client, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (StoredGraph graph in BothAsync(client, Everything, cancellation))
        {
            foreach (FoundWork work in FoundWork.Of(graph).Where(work => work.Record.State.IsFinished()))
            {
                yield return work;
            }
        }
    }

    /// <summary>Every work that has not finished; those with chosen ids come last.</summary>
    public async IAsyncEnumerable<FoundWork> UnfinishedAsync(DurableTaskClient client, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (StoredGraph graph in BothAsync(client, WhatIsUnfinished, cancellation))
        {
            foreach (FoundWork work in FoundWork.Of(graph).Where(WhatIsUnfinished.Matches))
            {
                yield return work;
            }
        }
    }

    private async IAsyncEnumerable<Listed> MatchingAsync(
        DurableTaskClient client, WorkQuery query, ListPosition? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IReadOnlyList<FoundWork>? named = await sources.NamedAsync(client, query, cancellation);
        IAsyncEnumerable<Listed> all = named is null
            ? AllAsync(client, query, after, cancellation)
            : named.OrderBy(ListPosition.Of, ListPosition.Order).Select(work => new Listed(work, null)).ToAsyncEnumerable();
        await foreach (Listed listed in all)
        {
            if ((after is null || after.IsBefore(ListPosition.Of(listed.Work))) && query.Matches(listed.Work))
            {
                yield return listed;
            }
        }
    }

    private async IAsyncEnumerable<StoredGraph> BothAsync(DurableTaskClient client, WorkQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (string prefix in (string[])[Generated, Chosen])
        {
            await foreach (ListedGraph listed in sources.ListAsync(client, query, prefix, createdTo: null, page: null, cancellation))
            {
                yield return listed.Graph;
            }
        }
    }

    // A chosen one that comes last on a page is gone on from by its time: the page of generated ones that was read meanwhile is looked at again.
    private async IAsyncEnumerable<Listed> AllAsync(DurableTaskClient client, WorkQuery query, ListPosition? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<FoundWork> chosen = await ChosenAsync(client, query, after, cancellation);
        int next = 0;
        string? page = after?.Page;
        await foreach (Listed generated in GeneratedAsync(client, query, page, cancellation))
        {
            for (; next < chosen.Count && ListPosition.Of(chosen[next]).IsBefore(ListPosition.Of(generated.Work)); next++)
            {
                yield return new Listed(chosen[next], page);
            }

            page = generated.Page;
            yield return generated;
        }

        for (; next < chosen.Count; next++)
        {
            yield return new Listed(chosen[next], page);
        }
    }

    // Works of one instant are sorted among themselves, and count to the page on which the first of them is.
    private async IAsyncEnumerable<Listed> GeneratedAsync(DurableTaskClient client, WorkQuery query, string? from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long? time = null;
        string? page = from;
        var same = new List<FoundWork>();
        await foreach (ListedGraph listed in sources.ListAsync(client, query, Generated, createdTo: null, from, cancellation))
        {
            long enqueuedAt = listed.Graph.Input.EnqueuedAt.ToUnixTimeMilliseconds();
            if (time != enqueuedAt)
            {
                foreach (FoundWork work in same.OrderBy(ListPosition.Of, ListPosition.Order))
                {
                    yield return new Listed(work, page);
                }

                same.Clear();
                (time, page) = (enqueuedAt, listed.Page);
            }

            same.AddRange(FoundWork.Of(listed.Graph));
        }

        foreach (FoundWork work in same.OrderBy(ListPosition.Of, ListPosition.Order))
        {
            yield return new Listed(work, page);
        }
    }

    private async Task<List<FoundWork>> ChosenAsync(DurableTaskClient client, WorkQuery query, ListPosition? after, CancellationToken cancellation)
    {
        var chosen = new List<FoundWork>();
        await foreach (ListedGraph listed in sources.ListAsync(client, query, Chosen, after?.EnqueuedAt, page: null, cancellation))
        {
            chosen.AddRange(FoundWork.Of(listed.Graph));
        }

        return [.. chosen.OrderBy(ListPosition.Of, ListPosition.Order)];
    }

    /// <summary>A work in a list, and the backend's page of instances to go on from after it.</summary>
    private sealed record Listed(FoundWork Work, string? Page);
}
