using System.Text;
using Microsoft.DurableTask.Client;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>Enqueues finished work again, by the way that every request goes.</summary>
public sealed class WorkRerunner(WorkFinder finder, ChainReader continuations, Dependents dependents, WorkEnqueuer enqueuer, TimeProvider clock)
{
    /// <summary>Enqueues a work, and what hangs on it if that is asked for, as new works.</summary>
    /// <exception cref="RefusedException">There is no such work (404), or it cannot run again as things are (409).</exception>
    public async Task<EnqueueAnswer> RerunAsync(DurableTaskClient client, string id, bool withDependents, string? key, CancellationToken cancellation)
    {
        FoundWork first = await finder.FindAsync(client, id, cancellation) ?? throw new RefusedException(Refusals.UnknownWork(id));
        List<FoundWork> works = await ReachAsync(client, first, withDependents, cancellation);
        var plan = new GraphPlan([.. works.Select(work => work.Spec)]);
        IReadOnlyList<int> again = RerunRules.SetOf(plan, plan.PositionOf(first.Spec.Id), withDependents);
        var outside = new Dictionary<string, WorkState>(StringComparer.Ordinal);
        foreach (string prerequisite in RerunRules.OutsideOf(plan, again))
        {
            if (await finder.FindAsync(client, prerequisite, cancellation) is { } found)
            {
                outside[prerequisite] = found.Record.State;
            }
        }

        if (RerunRules.Obstacle(plan, [.. works.Select(work => work.Record.State)], again, outside) is { } obstacle)
        {
            throw new RefusedException(Refusals.DoesNotApply(obstacle));
        }

        string digest = WorkClaims.DigestOf(Encoding.UTF8.GetBytes($"rerun {id} {withDependents}"));
        return await enqueuer.EnqueueAsync(client, RerunRules.Request(plan, again, clock.GetUtcNow()), digest, key, cancellation);
    }

    // All works of the continuation, and of those that hang on it, as far as they are reached.
    private async Task<List<FoundWork>> ReachAsync(DurableTaskClient client, FoundWork first, bool withDependents, CancellationToken cancellation)
    {
        var works = new List<FoundWork>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([first.Graph.Input.ChainId]);
        while (open.TryDequeue(out string? continuation))
        {
            if (!seen.Add(continuation) || await continuations.ReadAsync(client, continuation, cancellation) is not { } parts)
            {
                continue;
            }

            works.AddRange(parts.SelectMany(FoundWork.Of));
            if (withDependents)
            {
                HashSet<string> ids = [.. parts.SelectMany(FoundWork.Of).Select(work => work.Spec.Id)];
                foreach (FoundWork beyond in (await dependents.FindAsync(client, parts, ids, cancellation)).Works)
                {
                    open.Enqueue(beyond.Graph.Input.ChainId);
                }
            }
        }

        return works;
    }
}
