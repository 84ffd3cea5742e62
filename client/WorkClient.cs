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

    public Task<EnqueueResult> EnqueueAsync(WorkContinuation continuation, CancellationToken cancellation = default) =>
        CreateAsync(new ContinuationBody(continuation.Works), cancellation);

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

    public async Task<IReadOnlyList<AttemptInfo>> GetHistoryAsync(string id, CancellationToken cancellation = default) =>
        (await calls.GetAsync<WorkHistory>(WorkPaths.Of(id, "/history"), cancellation)).Attempts;

    public async Task<IReadOnlyList<string>> CancelAsync(string id, CancellationToken cancellation = default) =>
        (await calls.PostAsync<CancelAnswer>(WorkPaths.Of(id, "/cancel"), "{}"u8.ToArray(), key: null, cancellation)).Cancelled;

    public async Task<IReadOnlyList<WorkerInfo>> ListWorkersAsync(CancellationToken cancellation = default) =>
        (await calls.GetAsync<WorkerListAnswer>("workers", cancellation)).Workers;

    // Written once: the host takes a repeat of the key only with the very same bytes.
    private Task<EnqueueResult> CreateAsync<T>(T body, CancellationToken cancellation) =>
        calls.PostAsync<EnqueueResult>(
            "work", JsonSerializer.SerializeToUtf8Bytes(body, WorkJson.Options), options.Value.NewIdempotencyKey(), cancellation);

    private sealed record ContinuationBody(IReadOnlyList<OneTimeWorkRequest> Work);

    private sealed record WorkListAnswer(IReadOnlyList<WorkInfo> Work, string? NextCursor);

    private sealed record CancelAnswer(IReadOnlyList<string> Cancelled);

    private sealed record WorkerListAnswer(IReadOnlyList<WorkerInfo> Workers);
}
