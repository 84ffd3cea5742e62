namespace Work.Model;

/// <summary>
/// Finds cycles among the keys of a body by a walk without recursion, linear in the number of entries. Each group of works that
/// hang on one another gives at least one fault; no work is named by two, so that the answer stays as small as the body.
/// </summary>
internal sealed class Cycles
{
    private readonly IReadOnlyList<WorkDraft> works;
    private readonly FaultList faults;
    private readonly List<int> walk = [];

    // For each step of the walk: the last step up to it that a fault has named already.
    private readonly List<int> lastNamed = [];
    private readonly int[] stepOf;
    private readonly int[] nextEntry;

    private Cycles(IReadOnlyList<WorkDraft> works, FaultList faults)
    {
        this.works = works;
        this.faults = faults;
        stepOf = new int[works.Count];
        nextEntry = new int[works.Count];
        Array.Fill(stepOf, Unseen);
    }

    private const int Unseen = -1;
    private const int Left = -2;

    public static void Report(IReadOnlyList<WorkDraft> works, FaultList faults)
    {
        var cycles = new Cycles(works, faults);
        for (var start = 0; start < works.Count; start++)
        {
            cycles.WalkFrom(start);
        }
    }

    private void WalkFrom(int start)
    {
        if (stepOf[start] == Unseen)
        {
            Enter(start);
        }

        while (walk.Count > 0)
        {
            var current = walk[^1];
            var entries = works[current].Prerequisites;
            if (nextEntry[current] == entries.Count)
            {
                Leave();
            }
            else if (entries[nextEntry[current]++].Index is { } next)
            {
                Follow(next);
            }
        }
    }

    private void Follow(int next)
    {
        if (stepOf[next] == Unseen)
        {
            Enter(next);
        }
        else if (stepOf[next] > lastNamed[^1])
        {
            Name(stepOf[next]);
        }
    }

    private void Enter(int work)
    {
        stepOf[work] = walk.Count;
        walk.Add(work);
        lastNamed.Add(lastNamed.Count == 0 ? Unseen : lastNamed[^1]);
    }

    private void Leave()
    {
        stepOf[walk[^1]] = Left;
        walk.RemoveAt(walk.Count - 1);
        lastNamed.RemoveAt(lastNamed.Count - 1);
    }

    private void Name(int firstStep)
    {
        var keys = new List<string>();
        for (var step = firstStep; step < walk.Count; step++)
        {
            lastNamed[step] = step;
            keys.Add(works[walk[step]].Key!);
        }

        keys.Add(keys[0]);
        faults.Impossible(works[walk[firstStep]].PathOf("after"), $"is on a cycle: {string.Join(" after ", keys)}");
    }
}
