namespace Work.Model;

/// <summary>The works of an instance with their edges resolved to positions. Derived from the specs, never stored.</summary>
public sealed class GraphPlan
{
    private static readonly int[] None = [];
    private static readonly string[] Nowhere = [];

    private readonly int[][] prerequisites;
    private readonly string[][] elsewhere;
    private readonly List<int>?[] dependents;
    private readonly Dictionary<string, int>? positions;
    private readonly Dictionary<string, List<int>>? waiters;

    /// <summary>Resolves the edges of the works; a prerequisite that is not among them lives elsewhere.</summary>
    public GraphPlan(IReadOnlyList<WorkSpec> works)
    {
        // Most graphs are one work that waits for nothing: what only edges need is made when there are some.
        Works = works;
        prerequisites = new int[works.Count][];
        elsewhere = new string[works.Count][];
        dependents = new List<int>?[works.Count];
        positions = works.Count == 1 ? null : Positions(works);
        for (int index = 0; index < works.Count; index++)
        {
            IReadOnlyList<string> after = works[index].After;
            prerequisites[index] = after.Count == 0 ? None : [.. after.Select(PositionOf).Where(position => position >= 0)];
            elsewhere[index] = after.Count == 0 ? Nowhere : [.. after.Where(id => PositionOf(id) < 0)];
            waiters ??= elsewhere[index].Length == 0 ? null : new(StringComparer.Ordinal);
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
    public IReadOnlyCollection<string> Elsewhere => waiters is null ? Nowhere : waiters.Keys;

    /// <summary>The positions that a work waits for.</summary>
    public IReadOnlyList<int> PrerequisitesOf(int index) => prerequisites[index];

    /// <summary>The ids elsewhere that a work waits for.</summary>
    public IReadOnlyList<string> ElsewhereOf(int index) => elsewhere[index];

    /// <summary>The positions that wait for a work.</summary>
    public IReadOnlyList<int> DependentsOf(int index) => dependents[index] ?? (IReadOnlyList<int>)None;

    /// <summary>The positions that wait for a work elsewhere.</summary>
    public IReadOnlyList<int> WaitersFor(string id) => waiters is not null && waiters.TryGetValue(id, out List<int>? found) ? found : None;

    /// <summary>The position of a work, or -1.</summary>
    public int PositionOf(string id) =>
        positions is not null ? positions.GetValueOrDefault(id, -1) : Works.Count == 1 && Works[0].Id == id ? 0 : -1;

    /// <summary>The plan with a work updated: its id and its edges are as they were.</summary>
    public GraphPlan With(int index, WorkSpec work) => new(this, [.. Works.Take(index), work, .. Works.Skip(index + 1)]);

    private static Dictionary<string, int> Positions(IReadOnlyList<WorkSpec> works)
    {
        var positions = new Dictionary<string, int>(works.Count, StringComparer.Ordinal);
        for (int index = 0; index < works.Count; index++)
        {
            positions.Add(works[index].Id, index);
        }

        return positions;
    }

    private void Link(int index)
    {
        foreach (int prerequisite in prerequisites[index])
        {
            (dependents[prerequisite] ??= []).Add(index);
        }

        foreach (string id in elsewhere[index])
        {
            if (!waiters!.TryGetValue(id, out List<int>? waiting))
            {
                waiters.Add(id, waiting = []);
            }

            waiting.Add(index);
        }
    }
}
