using Work.Model;

namespace Work.Client;

/// <summary>The words with which continuations begin and go on. They work on any <see cref="IWorkManager"/>, a mock too.</summary>
public static class WorkContinuations
{
    /// <summary>Begins a continuation with works that run side by side. Nothing is sent before it is enqueued.</summary>
    /// <exception cref="ArgumentException">There is no request.</exception>
    public static WorkContinuation BeginWith(this IWorkManager work, params IReadOnlyList<OneTimeWorkRequest> requests) =>
        WorkContinuation.Begin(work, null, requests);

    /// <summary>
    /// Begins a continuation under a unique name, which all its works carry; the policy says what becomes of it, or of them, when works of the name exist
    /// already. Nothing is sent before it is enqueued.
    /// </summary>
    /// <exception cref="ArgumentException">There is no request.</exception>
    public static WorkContinuation BeginUniqueWork(this IWorkManager work, string name, ExistingWorkPolicy policy, params IReadOnlyList<OneTimeWorkRequest> requests) =>
        WorkContinuation.Begin(work, new UniqueName(name, policy), requests);

    /// <summary>Stores one work under a unique name; see <see cref="BeginUniqueWork"/>.</summary>
    public static Task<EnqueueResult> EnqueueUniqueWorkAsync(
        this IWorkManager work, string name, ExistingWorkPolicy policy, OneTimeWorkRequest request, CancellationToken cancellation = default) =>
        work.BeginUniqueWork(name, policy, request).EnqueueAsync(cancellation);

    /// <summary>Goes on with the result of an enqueue, so that a story from enqueue to finish is one expression.</summary>
    public static async Task<T> ThenAsync<T>(this Task<EnqueueResult> enqueue, Func<EnqueueResult, Task<T>> next) => await next(await enqueue);
}
