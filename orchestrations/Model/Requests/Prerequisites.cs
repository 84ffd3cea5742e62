namespace Work.Model;

/// <summary>Resolves <c>after</c> across the whole body: keys first, then ids of stored work; and finds what cannot be.</summary>
internal sealed class Prerequisites(IReadOnlyList<WorkDraft> works, FaultList faults)
{
    private readonly Dictionary<string, int> indexOfKey = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, bool> stored = new(StringComparer.Ordinal);

    /// <summary>The ids of stored work, in the order of their first mention.</summary>
    public IReadOnlyList<string> Stored => stored.Keys;

    public void Resolve()
    {
        FindRepeats("key", work => work.Key, indexOfKey);
        FindRepeats("id", work => work.Id, new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var work in works)
        {
            ResolveEntries(work);
        }

        Cycles.Report(works, faults);
    }

    private void FindRepeats(string field, Func<WorkDraft, string?> read, Dictionary<string, int> first)
    {
        for (var i = 0; i < works.Count; i++)
        {
            if (read(works[i]) is { } name && !first.TryAdd(name, i))
            {
                faults.Invalid(works[i].PathOf(field), $"is the {field} of {works[first[name]].Path} already");
            }
        }
    }

    private void ResolveEntries(WorkDraft work)
    {
        if (work.After.Count == 0)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < work.After.Count; i++)
        {
            if (work.After[i] is not { } name)
            {
                continue;
            }

            var path = work.PathOf($"after[{i}]");
            if (!seen.Add(name))
            {
                faults.Invalid(path, "must not be given twice");
            }
            else if (indexOfKey.TryGetValue(name, out var index))
            {
                work.Prerequisites.Add(new AfterEntry(name, index));
            }
            else if (name == work.Id)
            {
                faults.Impossible(path, "must not name the work itself");
            }
            else if (WorkIds.IsValid(name))
            {
                work.Prerequisites.Add(new AfterEntry(name, null));
                stored[name] = true;
            }
            else
            {
                faults.Impossible(path, "is neither a key of this body nor the id of stored work");
            }
        }
    }
}
