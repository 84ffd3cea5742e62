namespace Work.Model;

/// <summary>An order in which every work comes after its prerequisites.</summary>
public static class GraphOrder
{
    /// <summary>
    /// Sorts the works so: of those that are ready, the first of the given order comes next. Prerequisites outside the list count as
    /// met. The same list always gives the same order.
    /// </summary>
    /// <exception cref="ArgumentException">Two works have one id, or there is a cycle.</exception>
    public static IReadOnlyList<WorkSpec> Sort(IReadOnlyList<WorkSpec> specs)
    {
        var indexOf = specs.Select((spec, i) => (spec.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        var waitsFor = new int[specs.Count];
        var dependents = new List<int>?[specs.Count];
        var ready = new PriorityQueue<int, int>();
        for (var i = 0; i < specs.Count; i++)
        {
            foreach (var id in specs[i].After)
            {
                if (indexOf.TryGetValue(id, out var prerequisite))
                {
                    (dependents[prerequisite] ??= []).Add(i);
                    waitsFor[i]++;
                }
            }

            if (waitsFor[i] == 0)
            {
                ready.Enqueue(i, i);
            }
        }

        var sorted = new List<WorkSpec>(specs.Count);
        while (ready.TryDequeue(out var next, out _))
        {
            sorted.Add(specs[next]);
            foreach (var dependent in dependents[next] ?? [])
            {
                if (--waitsFor[dependent] == 0)
                {
                    ready.Enqueue(dependent, dependent);
                }
            }
        }

        return sorted.Count == specs.Count ? sorted : throw new ArgumentException("the works form a cycle", nameof(specs));
    }
}
