using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.Extensions.Options;
using Work.Functions.Host;
using Work.Functions.Works;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Conditions;

/// <summary>
/// Holds the limit on unfinished works that wait for content, where there is one. The content entity decides for all callers; who finds no room looks
/// which of the admitted have finished, so that no finished work has to say so. A crash between the admission and the start leaves a place taken that is
/// given away after a minute.
/// </summary>
public sealed class ContentLimit(WorkFinder finder, TimeProvider clock, RealTime time, IOptions<WorkOptions> options)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan NeverCameAfter = TimeSpan.FromMinutes(1);

    /// <summary>Lets the works of a planned continuation in, if any of them waits for content.</summary>
    /// <exception cref="RefusedException">There would be too many (422); nothing has changed.</exception>
    public async Task AdmitAsync(DurableTaskClient client, EnqueueRequest request, Continuation plan, CancellationToken cancellation)
    {
        string[] works = [.. plan.Input.Works.Where(work => work.Constraints.WatchesContent).Select(work => work.Id)];
        if (works.Length == 0 || options.Value.Limits.MaxContentTriggerWorks is not { } limit || await finder.FindAsync(client, works[0], cancellation) is not null)
        {
            return;
        }

        string claim = plan.Input.ChainId;
        bool isAdmitted = works.Length <= limit
            && (await AskAsync(client, new ContentAdmission(claim, works, limit, []), cancellation)
                || await AskAsync(client, new ContentAdmission(claim, works, limit, await GoneAsync(client, cancellation)), cancellation));
        if (!isAdmitted)
        {
            throw new RefusedException(Refusals.Of(422, [.. Enumerable.Range(0, request.Works.Count)
                .Where(index => request.Works[index].Constraints.WatchesContent)
                .Select(index => new Fault(request.IsContinuation ? $"work[{index}].constraints.contentTriggers" : "constraints.contentTriggers", $"at most {limit} unfinished works may wait for content", 422))]));
        }
    }

    private async Task<bool> AskAsync(DurableTaskClient client, ContentAdmission admission, CancellationToken cancellation)
    {
        await client.Entities.SignalEntityAsync(ContentEntity.Id, ContentEntity.Admit, admission, cancellation: cancellation);
        ContentDecision? decision = await time.LookUntilAsync(
            async () => (await ReadAsync(client, cancellation)).Decisions.Find(decided => decided.Claim == admission.Claim), decided => decided is not null, LongestWait, cancellation);
        return decision?.IsAdmitted == true;
    }

    private async Task<IReadOnlyList<string>> GoneAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        var gone = new List<string>();
        foreach (AdmittedWork work in (await ReadAsync(client, cancellation)).Admitted)
        {
            FoundWork? found = await finder.FindAsync(client, work.Id, cancellation);
            if (found?.Record.State.IsFinished() ?? (clock.GetUtcNow() - work.At > NeverCameAfter))
            {
                gone.Add(work.Id);
            }
        }

        return gone;
    }

    private static async Task<ContentState> ReadAsync(DurableTaskClient client, CancellationToken cancellation) =>
        await client.Entities.GetEntityAsync<ContentState>(ContentEntity.Id, includeState: true, cancellation) is { IncludesState: true, State: { } state } ? state : new ContentState();
}
