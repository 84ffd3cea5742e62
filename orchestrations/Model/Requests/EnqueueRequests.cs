namespace Work.Model;

/// <summary>Rules on a whole request.</summary>
public static class EnqueueRequests
{
    /// <summary>
    /// The request without works whose chosen ids are stored already: those are kept as they are, and what depended on them in the request
    /// depends on the stored ones (workmanager.md 1.1, setId).
    /// </summary>
    public static EnqueueRequest Without(this EnqueueRequest request, IReadOnlySet<string> stored)
    {
        if (stored.Count == 0)
        {
            return request;
        }

        var left = Enumerable.Range(0, request.Works.Count).Where(i => request.Works[i].Id is not { } id || !stored.Contains(id)).ToList();
        var now = left.Select((before, after) => (before, after)).ToDictionary(pair => pair.before, pair => pair.after);
        AfterEntry Moved(AfterEntry entry) => entry.Index is not { } index ? entry
            : now.TryGetValue(index, out int moved) ? entry with { Index = moved }
            : new AfterEntry(request.Works[index].Id!, null);

        IReadOnlyList<WorkRequest> works = [.. left.Select(i => request.Works[i]).Select(work => work with { After = [.. work.After.Select(Moved)] })];
        return request with
        {
            Works = works,
            StoredPrerequisites = [.. works.SelectMany(work => work.After).Where(entry => entry.Index is null).Select(entry => entry.Name).Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>A fault for each mention of a stored prerequisite that does not exist.</summary>
    public static IReadOnlyList<Fault> Missing(this EnqueueRequest request, IReadOnlySet<string> missing) =>
        Mentions(request, missing, name => $"no key of this request and no stored work is called '{name}'");

    /// <summary>A fault for each mention of a stored prerequisite that is periodic: it never succeeds.</summary>
    public static IReadOnlyList<Fault> Endless(this EnqueueRequest request, IReadOnlySet<string> periodic) =>
        Mentions(request, periodic, name => $"'{name}' is periodic and never ends, so nothing can wait for it");

    private static IReadOnlyList<Fault> Mentions(EnqueueRequest request, IReadOnlySet<string> names, Func<string, string> message) =>
    [
        .. from work in request.Works.Select((value, index) => (value, index))
           from entry in work.value.After.Select((value, index) => (value, index))
           where entry.value.Index is null && names.Contains(entry.value.Name)
           let field = $"after[{entry.index}]"
           select new Fault(request.IsContinuation ? $"work[{work.index}].{field}" : field, message(entry.value.Name), 422),
    ];

    /// <summary>A fault for each chosen id that has the form of a generated one without being the id of a stored work: it would name a place in another graph.</summary>
    public static IReadOnlyList<Fault> Unusable(this EnqueueRequest request, IReadOnlySet<string> ids) =>
    [
        .. request.Works.Select((work, index) => (work.Id, Path: request.IsContinuation ? $"work[{index}].id" : "id"))
            .Where(work => work.Id is not null && ids.Contains(work.Id))
            .Select(work => new Fault(work.Path, "has the form of a generated id, and no stored work has it", 422)),
    ];
}
