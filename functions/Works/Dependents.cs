using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Works;

/// <summary>A note that works of one continuation wait for works of an instance outside it.</summary>
/// <param name="Prerequisite">The instance that is waited for.</param>
/// <param name="ChainId">The continuation that waits.</param>
public sealed record Dependence(string Prerequisite, string ChainId);

/// <summary>Works that wait for those of another continuation.</summary>
/// <param name="Works">The works that are there, the finished ones too.</param>
/// <param name="AreMoreToCome">Whether a continuation has been noted that is not there yet.</param>
public sealed record DependentWorks(IReadOnlyList<FoundWork> Works, bool AreMoreToCome);

/// <summary>
/// Knows which continuations wait for works of an instance outside them: a cancel must reach them, and a prune must leave what they need. A note is an
/// instance that has ended, under a name made of both; it is durable before the continuation that waits is started, so a crash in between leaves a note
/// too many, which counts for a minute. Only who names works of other requests pays for it. What is appended to a unique name needs no note: the
/// name's owner knows its continuations.
/// </summary>
public sealed class Dependents(ChainReader chains, TimeProvider clock)
{
    private const string Prefix = "needs:";
    private const int NotesOfAPage = 200;

    private static readonly OrchestrationRuntimeStatus[] Any = [.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses];

    /// <summary>Notes that a continuation is about to wait for works of these instances. Durable before it returns; again is no error.</summary>
    public static async Task NoteAsync(DurableTaskClient client, IEnumerable<string> prerequisites, string chainId, CancellationToken cancellation)
    {
        foreach (string prerequisite in prerequisites.Distinct(StringComparer.Ordinal))
        {
            try
            {
                await client.ScheduleNewOrchestrationInstanceAsync(
                    TaskNames.HoldClaim, new Dependence(prerequisite, chainId), new StartOrchestrationOptions(NoteOf(prerequisite, chainId)).WithDedupeStatuses(Any), cancellation);
            }
            catch (OrchestrationAlreadyExistsException)
            {
                // It was noted before.
            }
        }
    }

    /// <summary>The works elsewhere that wait, or waited, for works of a continuation.</summary>
    /// <param name="client">The client.</param>
    /// <param name="parts">The instances of the continuation.</param>
    /// <param name="ids">The works of it that matter.</param>
    /// <param name="cancellation">Ends the search.</param>
    public async Task<DependentWorks> FindAsync(DurableTaskClient client, IReadOnlyList<StoredGraph> parts, IReadOnlySet<string> ids, CancellationToken cancellation)
    {
        var works = new List<FoundWork>();
        bool areMoreToCome = false;
        foreach (StoredGraph part in parts)
        {
            await foreach (OrchestrationMetadata note in NotesAsync(client, part.Instance).WithCancellation(cancellation))
            {
                IReadOnlyList<StoredGraph>? waiting = await chains.ReadAsync(client, note.ReadInputAs<Dependence>()!.ChainId, cancellation);
                works.AddRange((waiting ?? []).SelectMany(FoundWork.Of));
                areMoreToCome |= waiting is null && clock.GetUtcNow() - note.CreatedAt <= WorkClaims.AbandonedAfter;
            }
        }

        works.AddRange(await OfNameAsync(client, parts[0].Input, cancellation));
        return new DependentWorks([.. works.Where(work => work.Spec.After.Any(ids.Contains)).DistinctBy(work => work.Spec.Id)], areMoreToCome);
    }

    /// <summary>Removes the notes of a continuation that goes: of who waited for it, and of what it waited for.</summary>
    public static async Task ForgetAsync(DurableTaskClient client, IReadOnlyList<StoredGraph> parts, CancellationToken cancellation)
    {
        var notes = new List<string>();
        foreach (StoredGraph part in parts)
        {
            await foreach (OrchestrationMetadata note in NotesAsync(client, part.Instance).WithCancellation(cancellation))
            {
                notes.Add(note.InstanceId);
            }

            notes.AddRange(part.Input.Locate(new GraphPlan(part.Input.Works).Elsewhere).Select(prerequisite => NoteOf(prerequisite.Instance, part.Input.ChainId)));
        }

        foreach (string note in notes.Distinct(StringComparer.Ordinal))
        {
            await client.PurgeInstanceAsync(note, cancellation);
        }
    }

    private static string NoteOf(string prerequisite, string chainId) => $"{Prefix}{prerequisite}~{chainId}";

    private static AsyncPageable<OrchestrationMetadata> NotesAsync(DurableTaskClient client, string prerequisite) =>
        client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: $"{Prefix}{prerequisite}~", PageSize: NotesOfAPage, FetchInputsAndOutputs: true));

    private async Task<IEnumerable<FoundWork>> OfNameAsync(DurableTaskClient client, GraphInput continuation, CancellationToken cancellation)
    {
        var works = new List<FoundWork>();
        StoredName? name = continuation.UniqueName is { } carried ? await NameStarter.ReadAsync(client, carried, cancellation) : null;
        foreach (NamedChain chain in (name?.State.Chains ?? []).Where(chain => chain.ChainId != continuation.ChainId))
        {
            works.AddRange((await chains.ReadAsync(client, chain.ChainId, cancellation) ?? []).SelectMany(FoundWork.Of));
        }

        return works;
    }
}
