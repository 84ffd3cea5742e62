namespace Work.Model;

/// <summary>The works of an instance with their edges resolved to positions. Derived from the specs, never stored.</summary>
public sealed class GraphPlan
{
    private readonly int[][] prerequisites;
    private readonly string[][] elsewhere;
    private readonly List<int>[] dependents;
    private readonly Dictionary<string, int> positions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> waiters = new(StringComparer.Ordinal);

    /// <summary>Resolves the edges of the works; a prerequisite that is not among them lives elsewhere.</summary>
    public GraphPlan(IReadOnlyList<WorkSpec> works)
    {
        Works = works;
        for (int index = 0; index < works.Count; index++)
        {
            positions.Add(works[index].Id, index);
        }

        prerequisites = [.. works.Select(work => work.After.Count == 0 ? [] : work.After.Where(positions.ContainsKey).Select(id => positions[id]).ToArray())];
        elsewhere = [.. works.Select(work => work.After.Count == 0 ? [] : work.After.Where(id => !positions.ContainsKey(id)).ToArray())];
        dependents = [.. works.Select(_ => new List<int>())];
        for (int index = 0; index < works.Count; index++)
        {
            Link(index);
        }
    }

    private GraphPlan(GraphPlan plan, IReadOnlyList<WorkSpec> works)
    {
        Works = works;
        (prerequisites, elsewhere, dependents, positions, waiters) = (plan.prerequisites, plan.elsewhere, plan.dependents, plan.positions, plan.waiters);
    }

    /// <summary>The specs.</summary>
    public IReadOnlyList<WorkSpec> Works { get; }

    /// <summary>The ids of prerequisites that live elsewhere, in the order in which they are first named.</summary>
    public IReadOnlyCollection<string> Elsewhere => waiters.Keys;

    /// <summary>The positions that a work waits for.</summary>
    public IReadOnlyList<int> PrerequisitesOf(int index) => prerequisites[index];

    /// <summary>The ids elsewhere that a work waits for.</summary>
    public IReadOnlyList<string> ElsewhereOf(int index) => elsewhere[index];

    /// <summary>The positions that wait for a work.</summary>
    public IReadOnlyList<int> DependentsOf(int index) => dependents[index];

    /// <summary>The positions that wait for a work elsewhere.</summary>
    public IReadOnlyList<int> WaitersFor(string id) => waiters.TryGetValue(id, out List<int>? found) ? found : [];

    /// <summary>The position of a work, or -1.</summary>
    public int PositionOf(string id) => positions.GetValueOrDefault(id, -1);

    /// <summary>The plan with a work updated: its id and its edges are as they were.</summary>
    public GraphPlan With(int index, WorkSpec work) => new(this, [.. Works.Take(index), work, .. Works.Skip(index + 1)]);

    private void Link(int index)
    {
        foreach (int prerequisite in prerequisites[index])
        {
            dependents[prerequisite].Add(index);
        }

        foreach (string id in elsewhere[index])
        {
            if (!waiters.TryGetValue(id, out List<int>? waiting))
            {
                waiters.Add(id, waiting = []);
            }

            waiting.Add(index);
        }
    }
}
