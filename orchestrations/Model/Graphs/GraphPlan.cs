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
        this.Works = works;
        for (int index = 0; index < works.Count; index++)
        {
            this.positions.Add(works[index].Id, index);
        }

        this.prerequisites = [.. works.Select(work => work.After.Where(this.positions.ContainsKey).Select(id => this.positions[id]).ToArray())];
        this.elsewhere = [.. works.Select(work => work.After.Where(id => !this.positions.ContainsKey(id)).ToArray())];
        this.dependents = [.. works.Select(_ => new List<int>())];
        for (int index = 0; index < works.Count; index++)
        {
            this.Link(index);
        }
    }

    /// <summary>The specs.</summary>
    public IReadOnlyList<WorkSpec> Works { get; }

    /// <summary>The ids of prerequisites that live elsewhere, in the order in which they are first named.</summary>
    public IReadOnlyCollection<string> Elsewhere => this.waiters.Keys;

    /// <summary>The positions that a work waits for.</summary>
    public IReadOnlyList<int> PrerequisitesOf(int index) => this.prerequisites[index];

    /// <summary>The ids elsewhere that a work waits for.</summary>
    public IReadOnlyList<string> ElsewhereOf(int index) => this.elsewhere[index];

    /// <summary>The positions that wait for a work.</summary>
    public IReadOnlyList<int> DependentsOf(int index) => this.dependents[index];

    /// <summary>The positions that wait for a work elsewhere.</summary>
    public IReadOnlyList<int> WaitersFor(string id) => this.waiters.TryGetValue(id, out List<int>? found) ? found : [];

    /// <summary>The position of a work, or -1.</summary>
    public int PositionOf(string id) => this.positions.GetValueOrDefault(id, -1);

    private void Link(int index)
    {
        foreach (int prerequisite in this.prerequisites[index])
        {
            this.dependents[prerequisite].Add(index);
        }

        foreach (string id in this.elsewhere[index])
        {
            if (!this.waiters.TryGetValue(id, out List<int>? waiting))
            {
                this.waiters.Add(id, waiting = []);
            }

            waiting.Add(index);
        }
    }
}
