using System.Globalization;
using Work.Model;

namespace Work.Client;

/// <summary>One step of a continuation. Two steps are the same only if they are one object: equal requests may well be wanted twice.</summary>
internal sealed class WorkStep
{
    private readonly OneTimeWorkRequest[] requests;
    private readonly IReadOnlyList<WorkStep> after;

    internal WorkStep(IReadOnlyList<OneTimeWorkRequest> requests, IReadOnlyList<WorkStep> after, UniqueName? name)
    {
        Name = name;
        this.requests = requests.Count > 0 ? [.. requests] : throw new ArgumentException("A step must have a work at least.", nameof(requests));
        this.after = after;
    }

    /// <summary>The unique name that the step's works carry.</summary>
    internal UniqueName? Name { get; }

    /// <summary>The works of steps in order, with keys.</summary>
    /// <param name="steps">Prerequisites before dependents.</param>
    /// <param name="stored">The ids of the works of steps that are stored already.</param>
    internal static IReadOnlyList<OneTimeWorkRequest> Lay(IEnumerable<WorkStep> steps, IReadOnlyDictionary<WorkStep, string[]>? stored = null)
    {
        var works = new List<OneTimeWorkRequest>();
        var keys = new Dictionary<WorkStep, string[]>();
        foreach (WorkStep step in steps)
        {
            string[] before = [.. step.after.SelectMany(prerequisite => keys.GetValueOrDefault(prerequisite) ?? stored![prerequisite])];
            keys[step] = [.. step.requests.Select((_, i) => KeyAt(works.Count + i))];
            works.AddRange(step.requests.Select((request, i) => request with { Key = keys[step][i], After = [.. before, .. StoredOf(request)] }));
        }

        return works;
    }

    /// <summary>The steps, prerequisites before dependents, but for those that wait for what is neither among them nor stored.</summary>
    internal static List<WorkStep> WithoutMissing(IEnumerable<WorkStep> steps, IReadOnlyDictionary<WorkStep, string[]> stored)
    {
        var there = new HashSet<WorkStep>(stored.Keys);
        return [.. steps.Where(step => step.after.All(there.Contains) && there.Add(step))];
    }

    /// <summary>Notes the ids under which the works of steps were stored.</summary>
    internal static void Note(IEnumerable<WorkStep> steps, IReadOnlyList<WorkInfo> works, Dictionary<WorkStep, string[]> stored)
    {
        int next = 0;
        foreach (WorkStep step in steps)
        {
            stored[step] = [.. works.Skip(next).Take(step.requests.Length).Select(work => work.Id)];
            next += step.requests.Length;
        }
    }

    // The sign cannot begin an id, so a key never hides a stored work that `after` names.
    private static string KeyAt(int position) => "#" + position.ToString(CultureInfo.InvariantCulture);

    private static IReadOnlyList<string> StoredOf(OneTimeWorkRequest request) => request.After is not { } after ? []
        : after.All(WorkIds.IsValid) ? after
        : throw new ArgumentException(
            $"After must hold ids of stored work; '{after.First(id => !WorkIds.IsValid(id))}' cannot be one.", nameof(request));

    // Depth first, and without recursion: a chain may have thousands of steps.
    internal static List<WorkStep> InOrder(IReadOnlyList<WorkStep> ends)
    {
        var placed = new HashSet<WorkStep>();
        var order = new List<WorkStep>();
        var open = new Stack<WorkStep>(ends.Reverse());
        while (open.TryPeek(out WorkStep? step))
        {
            WorkStep[] missing = [.. step.after.Where(prerequisite => !placed.Contains(prerequisite))];
            if (missing.Length > 0)
            {
                Array.ForEach([.. missing.Reverse()], open.Push);
                continue;
            }

            open.Pop();
            if (placed.Add(step))
            {
                order.Add(step);
            }
        }

        return order;
    }
}
