using System.Globalization;
using Work.Model;

namespace Work.Client;

/// <summary>One step of a continuation. Two steps are the same only if they are one object: equal requests may well be wanted twice.</summary>
internal sealed class WorkStep
{
    private readonly OneTimeWorkRequest[] requests;
    private readonly IReadOnlyList<WorkStep> after;

    internal WorkStep(IReadOnlyList<OneTimeWorkRequest> requests, IReadOnlyList<WorkStep> after)
    {
        this.requests = requests.Count > 0 ? [.. requests] : throw new ArgumentException("A step must have a work at least.", nameof(requests));
        this.after = after;
    }

    /// <summary>All works up to the ends, in order, with keys.</summary>
    internal static IReadOnlyList<OneTimeWorkRequest> Lay(IReadOnlyList<WorkStep> ends)
    {
        var works = new List<OneTimeWorkRequest>();
        var keys = new Dictionary<WorkStep, string[]>();
        foreach (WorkStep step in InOrder(ends))
        {
            string[] before = [.. step.after.SelectMany(prerequisite => keys[prerequisite])];
            keys[step] = [.. step.requests.Select((_, i) => KeyAt(works.Count + i))];
            works.AddRange(step.requests.Select((request, i) => request with { Key = keys[step][i], After = [.. before, .. StoredOf(request)] }));
        }

        return works;
    }

    // The sign cannot begin an id, so a key never hides a stored work that `after` names.
    private static string KeyAt(int position) => "#" + position.ToString(CultureInfo.InvariantCulture);

    private static IReadOnlyList<string> StoredOf(OneTimeWorkRequest request) => request.After is not { } after ? []
        : after.All(WorkIds.IsValid) ? after
        : throw new ArgumentException(
            $"After must hold ids of stored work; '{after.First(id => !WorkIds.IsValid(id))}' cannot be one.", nameof(request));

    // Depth first, and without recursion: a chain may have thousands of steps.
    private static List<WorkStep> InOrder(IReadOnlyList<WorkStep> ends)
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
