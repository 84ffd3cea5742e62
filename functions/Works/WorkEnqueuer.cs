using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Work.Functions.Conditions;
using Work.Functions.Telemetry;
using Work.Functions.Workers;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>
/// Takes requests in. The start of the instance is the one commit: before it, a crash leaves claims that stand for nothing and files that
/// nobody refers to; after it, the whole request is stored. A repeat of the request with its idempotency key finds its own instance.
/// </summary>
public sealed class WorkEnqueuer(
    WorkerRegistry workers,
    WorkFinder finder,
    WorkClaims claims,
    GraphStarter starter,
    NameEnqueuer names,
    ContentLimit content,
    PruneGate pruning,
    Retention retention,
    WorkMetrics metrics,
    TimeProvider clock,
    IChance chance,
    IOptions<WorkOptions> options)
{
    private const int MaxRounds = 5;

    private WorkLimits Limits => options.Value.Limits;

    /// <summary>Reads a body, checks it, and stores it as a whole or not at all.</summary>
    /// <exception cref="RefusedException">The request cannot be taken.</exception>
    public async Task<EnqueueAnswer> EnqueueAsync(DurableTaskClient client, ReadOnlyMemory<byte> body, string? key, CancellationToken cancellation)
    {
        EnqueueRequest request = EnqueueReader.Read(body, workers.ContextOf(Limits, clock.GetUtcNow())) switch
        {
            AcceptedReading accepted => accepted.Request,
            RejectedReading rejected => throw new RefusedException(Refusals.Of(rejected.Status, rejected.Faults)),
            _ => throw new InvalidOperationException("A body is either accepted or rejected."),
        };
        return await EnqueueAsync(client, request, key is null ? "" : WorkClaims.DigestOf(body.Span), key, cancellation);
    }

    /// <summary>Stores a request as a whole or not at all. The digest tells it from any other request under the same key.</summary>
    /// <exception cref="RefusedException">The request cannot be taken.</exception>
    public async Task<EnqueueAnswer> EnqueueAsync(DurableTaskClient client, EnqueueRequest request, string digest, string? key, CancellationToken cancellation)
    {
        for (int round = 0; round < MaxRounds; round++)
        {
            RequestClaim? held = key is null ? null : await claims.FindAsync(client, key, cancellation);
            if (held is not null && held.Digest != digest)
            {
                throw new RefusedException(Refusals.KeyReused);
            }

            var claim = held ?? NewClaim(digest);
            if (await TryEnqueueAsync(client, request, new Attempted(key, claim, held is not null), cancellation) is { } answer)
            {
                retention.Expect(request.Works.Min(work => work.KeepResultsFor), clock.GetUtcNow());
                return answer with { IsReplay = held is not null };
            }
        }

        throw new RefusedException(Refusals.Contended);
    }

    private RequestClaim NewClaim(string digest)
    {
        Span<byte> random = stackalloc byte[8];
        chance.Fill(random);
        DateTimeOffset now = clock.GetUtcNow();
        return new RequestClaim(digest, WorkIds.NewGraphId(now, random), now);
    }

    // Null when another request got in between: the next round sees what it stored.
    private async Task<EnqueueAnswer?> TryEnqueueAsync(DurableTaskClient client, EnqueueRequest request, Attempted attempt, CancellationToken cancellation)
    {
        Dictionary<string, FoundWork> kept = await FindKeptAsync(client, request, attempt, cancellation);
        EnqueueRequest fresh = request.Without(kept.Keys.ToHashSet(StringComparer.Ordinal));
        if (fresh.Works.Count == 0)
        {
            return new EnqueueAnswer(EnqueueOperation.Kept, await ShowAsync(request, kept, null, cancellation), request.Adjustments);
        }

        IReadOnlyList<FoundWork> prerequisites = await FindPrerequisitesAsync(client, fresh.StoredPrerequisites, request, cancellation);
        Continuation plan = Continuation.Plan(
            fresh,
            attempt.Claim.ChainId,
            attempt.Claim.EnqueuedAt,
            [.. prerequisites.Select(found => new Prerequisite(found.Spec.Id, found.Graph.Instance, found.Index))],
            [.. prerequisites.Where(found => found.Record.State.IsFinished()).Select(found => KeyValuePair.Create(found.Spec.Id, found.Record.State))],
            Limits);
        plan = plan with { Input = plan.Input with { RequestDigest = attempt.Key is null ? null : attempt.Claim.Digest, RequestKeptFor = KeptFor(attempt.Key), Trace = WorkTelemetry.CurrentTrace() } };
        await content.AdmitAsync(client, fresh, plan, cancellation);
        if (!await ClaimAsync(client, plan, attempt, cancellation))
        {
            return null;
        }

        if (!await NeedAsync(client, prerequisites, plan, cancellation))
        {
            return null;
        }

        foreach (FoundWork pending in prerequisites.Where(found => found.Graph.IsScheduled))
        {
            await GraphStarter.TryReplacePendingAsync(client, pending.Graph, input => input, cancellation);
        }

        EnqueueAnswer? answer = fresh.UniqueName is not null ? await names.EnqueueAsync(client, fresh, plan, attempt.Claim, attempt.Key, cancellation)
            : await TryStartAsync(client, plan, attempt, cancellation) ? new EnqueueAnswer(EnqueueOperation.Enqueued, await ShowAsync(request, kept, plan, cancellation), request.Adjustments)
            : null;
        if (answer is not null && !attempt.IsReplay)
        {
            metrics.Enqueued(answer.Operation, fresh.Works);
        }

        return answer;
    }

    // What is kept for as long as most says nothing of it.
    private TimeSpan? KeptFor(string? key) => key is not null && claims.LifetimeOf(key) is var lifetime && lifetime != WorkClaims.KeyLifetime ? lifetime : null;

    private async Task<bool> TryStartAsync(DurableTaskClient client, Continuation plan, Attempted attempt, CancellationToken cancellation) =>
        await starter.TryStartAsync(client, plan, cancellation)
        || attempt.IsReplay
        || (await finder.ReadAsync(client, plan.Instance, cancellation) is { } there && await starter.TryStartOverAsync(client, plan, there, cancellation));

    private async Task<bool> ClaimAsync(DurableTaskClient client, Continuation plan, Attempted attempt, CancellationToken cancellation)
    {
        if (attempt.Key is { } key && !attempt.IsReplay && !await claims.TryClaimAsync(client, key, attempt.Claim, cancellation))
        {
            return false;
        }

        foreach (Prerequisite alias in plan.Aliases)
        {
            if (!await claims.TryAliasAsync(client, alias, cancellation))
            {
                return false;
            }
        }

        return true;
    }

    // Once it is noted that they are needed, no prune takes them; one that came before the note shows.
    private async Task<bool> NeedAsync(DurableTaskClient client, IReadOnlyList<FoundWork> prerequisites, Continuation plan, CancellationToken cancellation)
    {
        if (prerequisites.Count == 0)
        {
            return true;
        }

        using IDisposable share = await pruning.ShareAsync(cancellation);
        await Dependents.NoteAsync(client, prerequisites.Select(found => found.Graph.Instance), plan.Input.ChainId, cancellation);
        foreach (FoundWork found in prerequisites)
        {
            if (await finder.FindAsync(client, found.Spec.Id, cancellation) is null)
            {
                return false;
            }
        }

        return true;
    }

    private async Task<Dictionary<string, FoundWork>> FindKeptAsync(DurableTaskClient client, EnqueueRequest request, Attempted attempt, CancellationToken cancellation)
    {
        var kept = new Dictionary<string, FoundWork>(StringComparer.Ordinal);
        var unusable = new HashSet<string>(StringComparer.Ordinal);
        foreach (string id in request.Works.Select(work => work.Id).OfType<string>())
        {
            FoundWork? found = await finder.FindAsync(client, id, cancellation);
            if (found is not null && !attempt.Stored(found) && !MayUpdate(request, found))
            {
                kept.Add(id, found);
            }
            else if (found is null && WorkIds.IsGenerated(id))
            {
                unusable.Add(id);
            }
        }

        return unusable.Count == 0 ? kept : throw new RefusedException(Refusals.Of(422, request.Unusable(unusable)));
    }

    // A work that has the name and the id of an update is what the update is for.
    private static bool MayUpdate(EnqueueRequest request, FoundWork found) =>
        request.ExistingWorkPolicy == ExistingWorkPolicy.Update && request.UniqueName is { } name && found.Graph.Input.UniqueName == name;

    private async Task<IReadOnlyList<FoundWork>> FindPrerequisitesAsync(DurableTaskClient client, IReadOnlyList<string> ids, EnqueueRequest request, CancellationToken cancellation)
    {
        var found = new List<FoundWork>();
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (string id in ids)
        {
            if (await finder.FindAsync(client, id, cancellation) is { } work)
            {
                found.Add(work);
            }
            else
            {
                missing.Add(id);
            }
        }

        if (missing.Count > 0)
        {
            throw new RefusedException(Refusals.Of(422, request.Missing(missing)));
        }

        HashSet<string> endless = [.. found.Where(work => work.Spec.IsPeriodic).Select(work => work.Spec.Id)];
        return endless.Count == 0 ? found : throw new RefusedException(Refusals.Of(422, request.Endless(endless)));
    }

    private async Task<IReadOnlyList<WorkInfo>> ShowAsync(EnqueueRequest request, Dictionary<string, FoundWork> kept, Continuation? plan, CancellationToken cancellation)
    {
        Dictionary<string, WorkInfo> fresh = plan is null ? [] : WorkViews.Begun(plan.Input).ToDictionary(work => work.Id, StringComparer.Ordinal);
        var next = new Queue<string>(plan?.Ids ?? []);
        var shown = new List<WorkInfo>(request.Works.Count);
        foreach (WorkRequest work in request.Works)
        {
            shown.Add(work.Id is { } id && kept.TryGetValue(id, out FoundWork? found) ? await finder.ShowAsync(found, cancellation) : fresh[next.Dequeue()]);
        }

        return shown;
    }

    /// <summary>One try to store a request, under the claim that it has or would make.</summary>
    private sealed record Attempted(string? Key, RequestClaim Claim, bool IsReplay)
    {
        /// <summary>Whether a stored work comes from this very request, sent before.</summary>
        internal bool Stored(FoundWork found) => IsReplay && found.Graph.Input.RequestDigest == Claim.Digest && found.Graph.Input.EnqueuedAt == Claim.EnqueuedAt;
    }
}
