using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Work.Model;

namespace Work.Client;

/// <summary>The client over HTTP.</summary>
internal sealed class WorkClient(WorkCalls calls, IOptions<WorkClientOptions> options, TimeProvider clock) : IWorkManager
{
    private static readonly TimeSpan PauseAfterEarlyAnswer = TimeSpan.FromMilliseconds(500);

    public Task<EnqueueResult> EnqueueAsync(OneTimeWorkRequest request, CancellationToken cancellation = default) =>
        CreateAsync(request, cancellation);

    public Task<EnqueueResult> EnqueueAsync(PeriodicWorkRequest request, CancellationToken cancellation = default) =>
        CreateAsync(request, cancellation);

    public Task<EnqueueResult> EnqueueUniquePeriodicWorkAsync(string name, ExistingWorkPolicy policy, PeriodicWorkRequest request, CancellationToken cancellation = default) =>
        CreateAsync(new PeriodicBody(name, policy, [request]), cancellation);

    public async Task<EnqueueResult> EnqueueAsync(WorkContinuation continuation, CancellationToken cancellation = default)
    {
        var stored = new Dictionary<WorkStep, string[]>();
        var results = new List<EnqueueResult>();
        foreach (IGrouping<UniqueName?, WorkStep> part in continuation.Parts)
        {
            List<WorkStep> steps = WorkStep.WithoutMissing(part, stored);
            if (steps.Count == 0)
            {
                continue;
            }

            IReadOnlyList<OneTimeWorkRequest> works = WorkStep.Lay(steps, stored);
            EnqueueResult result = await CreateAsync(new ContinuationBody(part.Key?.Name, part.Key?.Policy, works), cancellation);
            results.Add(result);

            // Of a name that is kept the answer has what was there before: nothing can wait for what was not enqueued.
            if (result.Operation != EnqueueOperation.Kept || works.Select(work => work.Id).SequenceEqual(result.Work.Select(work => work.Id)))
            {
                WorkStep.Note(steps, result.Work, stored);
            }
        }

        return results.Count == 1 ? results[0] : new EnqueueResult(
            results.Any(result => result.Operation == EnqueueOperation.Kept) ? EnqueueOperation.Kept : results[^1].Operation,
            [.. results.SelectMany(result => result.Work)],
            [.. results.SelectMany(result => result.Adjustments)]);
    }

    public async Task<IReadOnlyList<BatchOutcome>> EnqueueBatchAsync(IReadOnlyList<OneTimeWorkRequest> requests, CancellationToken cancellation = default)
    {
        BatchAnswer answer = await calls.PostAsync<BatchAnswer>("work/batch", Written(new BatchBody(requests)), options.Value.NewIdempotencyKey(), cancellation);
        return [.. answer.Results.Select(OutcomeOf)];
    }

    public Task<UpdateOutcome> UpdateAsync(string id, OneTimeWorkRequest request, int? generation = null, CancellationToken cancellation = default) =>
        calls.PutAsync<UpdateOutcome>(
            WorkPaths.Of(id), Written(request), generation is { } seen ? string.Create(CultureInfo.InvariantCulture, $"\"{seen}\"") : null, cancellation);

    public Task<WorkInfo> RunNowAsync(string id, CancellationToken cancellation = default) =>
        calls.PostAsync<WorkInfo>(WorkPaths.Of(id, "/run-now"), "{}"u8.ToArray(), key: null, cancellation);

    public Task<EnqueueResult> RerunAsync(string id, bool dependents = false, CancellationToken cancellation = default) =>
        calls.PostAsync<EnqueueResult>(WorkPaths.Of(id, "/rerun"), Written(new RerunBody(dependents)), options.Value.NewIdempotencyKey(), cancellation);

    public async Task<int> PruneAsync(CancellationToken cancellation = default) =>
        (await calls.PostAsync<PruneAnswer>("work/prune", "{}"u8.ToArray(), key: null, cancellation)).Pruned;

    public Task<WorkInfo> GetAsync(string id, CancellationToken cancellation = default) =>
        calls.GetAsync<WorkInfo>(WorkPaths.Of(id), cancellation);

    public Task<WorkInfo> GetAsync(string id, TimeSpan wait, CancellationToken cancellation = default) =>
        calls.GetAsync<WorkInfo>(WorkPaths.Of(id, "?wait=" + IsoDuration.Format(wait)), cancellation);

    public async Task<WorkInfo> WaitForFinishedAsync(string id, CancellationToken cancellation = default)
    {
        TimeSpan wait = options.Value.WaitPerCall;
        while (true)
        {
            long asked = clock.GetTimestamp();
            WorkInfo work = await GetAsync(id, wait, cancellation);
            if (work.State.IsFinished())
            {
                return work;
            }

            // A host that answers before the wait is over must not be asked in a tight loop.
            if (clock.GetElapsedTime(asked) < wait / 2)
            {
                await Task.Delay(PauseAfterEarlyAnswer, clock, cancellation);
            }
        }
    }

    public async IAsyncEnumerable<WorkInfo> ListAsync(WorkQuery? query = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? cursor = null;
        do
        {
            WorkListAnswer page = await calls.GetAsync<WorkListAnswer>((query ?? new WorkQuery()).PathAfter(cursor), cancellation);
            foreach (WorkInfo work in page.Work)
            {
                yield return work;
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    public IAsyncEnumerable<WorkInfo> FollowAsync(WorkQuery? query = null, CancellationToken cancellation = default) =>
        new WorkStream(calls, options, clock).FollowAsync(query ?? new WorkQuery(), cancellation);

    public Task<WorkStats> GetStatsAsync(CancellationToken cancellation = default) => calls.GetAsync<WorkStats>("stats", cancellation);

    public async Task<IReadOnlyList<AttemptInfo>> GetHistoryAsync(string id, CancellationToken cancellation = default) =>
        (await calls.GetAsync<WorkHistory>(WorkPaths.Of(id, "/history"), cancellation)).Attempts;

    public async Task<IReadOnlyList<string>> CancelAsync(string id, CancellationToken cancellation = default) =>
        (await calls.PostAsync<CancelAnswer>(WorkPaths.Of(id, "/cancel"), "{}"u8.ToArray(), key: null, cancellation)).Cancelled;

    public Task<IReadOnlyList<string>> CancelUniqueWorkAsync(string name, CancellationToken cancellation = default) => CancelManyAsync(new CancelBody(name, null, null), cancellation);

    public Task<IReadOnlyList<string>> CancelAllWorkByTagAsync(string tag, CancellationToken cancellation = default) => CancelManyAsync(new CancelBody(null, tag, null), cancellation);

    public Task<IReadOnlyList<string>> CancelAllWorkAsync(CancellationToken cancellation = default) => CancelManyAsync(new CancelBody(null, null, true), cancellation);

    public async Task<IReadOnlyList<WorkerInfo>> ListWorkersAsync(CancellationToken cancellation = default) =>
        (await calls.GetAsync<WorkerListAnswer>("workers", cancellation)).Workers;

    private async Task<IReadOnlyList<string>> CancelManyAsync(CancelBody body, CancellationToken cancellation) =>
        (await calls.PostAsync<CancelAnswer>("work/cancel", Written(body), key: null, cancellation)).Cancelled;

    private static BatchOutcome OutcomeOf(BatchEntry entry) => entry.Problem is null && entry.Operation is { } operation
        ? new BatchOutcome(new EnqueueResult(operation, entry.Work ?? [], entry.Adjustments ?? []), null)
        : new BatchOutcome(null, Problems.Of(entry.Status, entry.Problem, $"The host answered {entry.Status}."));

    private static byte[] Written<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, WorkJson.Options);

    // Written once: the host takes a repeat of the key only with the very same bytes.
    private Task<EnqueueResult> CreateAsync<T>(T body, CancellationToken cancellation) =>
        calls.PostAsync<EnqueueResult>("work", Written(body), options.Value.NewIdempotencyKey(), cancellation);

    private sealed record ContinuationBody(string? UniqueName, ExistingWorkPolicy? ExistingWorkPolicy, IReadOnlyList<OneTimeWorkRequest> Work);

    private sealed record PeriodicBody(string UniqueName, ExistingWorkPolicy ExistingWorkPolicy, IReadOnlyList<PeriodicWorkRequest> Work);

    private sealed record WorkListAnswer(IReadOnlyList<WorkInfo> Work, string? NextCursor);

    private sealed record BatchBody(IReadOnlyList<OneTimeWorkRequest> Requests);

    private sealed record BatchAnswer(IReadOnlyList<BatchEntry> Results);

    private sealed record BatchEntry(
        int Status, EnqueueOperation? Operation, IReadOnlyList<WorkInfo>? Work, IReadOnlyList<Adjustment>? Adjustments, bool? Replayed, Problems.Problem? Problem);

    private sealed record RerunBody(bool Dependents);

    private sealed record PruneAnswer(int Pruned);

    private sealed record CancelBody(string? UniqueName, string? Tag, bool? All);

    private sealed record CancelAnswer(IReadOnlyList<string> Cancelled);

    private sealed record WorkerListAnswer(IReadOnlyList<WorkerInfo> Workers);
}
