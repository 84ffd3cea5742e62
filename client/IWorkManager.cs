using Work.Model;

namespace Work.Client;

/// <summary>
/// Enqueues, reads and cancels work on a host. Safe for many threads. Every method may throw <see cref="WorkException"/>, which
/// tells by its code what is wrong, and every call is tried again within <see cref="WorkClientOptions.MaxRetries"/> where that can
/// help: no retry stores a request twice.
/// </summary>
/// <remarks>Ids are those of <see cref="WorkInfo.Id"/>; anything that cannot be an id is an <see cref="ArgumentException"/> before any call.</remarks>
public interface IWorkManager
{
    /// <summary>
    /// Stores one work. When it returns, the work is durable. A request with the id of stored work changes nothing and returns that work.
    /// </summary>
    Task<EnqueueResult> EnqueueAsync(OneTimeWorkRequest request, CancellationToken cancellation = default);

    /// <summary>Stores one periodic work, which runs until it is cancelled. Under a unique name duplicates cannot pile up.</summary>
    Task<EnqueueResult> EnqueueAsync(PeriodicWorkRequest request, CancellationToken cancellation = default);

    /// <summary>
    /// Stores one periodic work under a unique name. The policy says what becomes of an unfinished one that has it: keep leaves it as it is, update has it
    /// take the request, and cancelAndReenqueue begins anew.
    /// </summary>
    Task<EnqueueResult> EnqueueUniquePeriodicWorkAsync(string name, ExistingWorkPolicy policy, PeriodicWorkRequest request, CancellationToken cancellation = default);

    /// <summary>
    /// Stores a whole continuation or nothing of it; start one with <see cref="WorkContinuations.BeginWith"/>. Each call stores it afresh,
    /// but for works whose chosen ids are stored already.
    /// </summary>
    Task<EnqueueResult> EnqueueAsync(WorkContinuation continuation, CancellationToken cancellation = default);

    /// <summary>
    /// Stores many requests with one call, each by itself as if it came alone, at most 1,000. A request that is refused keeps no other from being stored.
    /// </summary>
    /// <returns>What became of each, in the order of the requests.</returns>
    Task<IReadOnlyList<BatchOutcome>> EnqueueBatchAsync(IReadOnlyList<OneTimeWorkRequest> requests, CancellationToken cancellation = default);

    /// <summary>
    /// Replaces the request of a work that has not finished; its state, its attempts, its place in its chain and its unique name stay. A run that is under
    /// way goes on by the old request.
    /// </summary>
    /// <param name="id">The work.</param>
    /// <param name="request">The new request, as a whole: what is null has the host's default again. Without <see cref="OneTimeWorkRequest.After"/>.</param>
    /// <param name="generation">
    /// The <see cref="WorkInfo.Generation"/> that the caller saw: if it is another by now, nothing changes, and that is <see cref="WorkErrorCode.Stale"/>. A
    /// retry can be stale because the first try, whose answer was lost, was taken. Null updates whatever there is.
    /// </param>
    /// <param name="cancellation">Gives the call up; the update may be taken all the same.</param>
    Task<UpdateOutcome> UpdateAsync(string id, OneTimeWorkRequest request, int? generation = null, CancellationToken cancellation = default);

    /// <summary>Skips the delay or the backoff that a work has left. One that does not wait for time is <see cref="WorkErrorCode.Conflict"/>.</summary>
    Task<WorkInfo> RunNowAsync(string id, CancellationToken cancellation = default);

    /// <summary>
    /// Enqueues a finished work again, under a fresh id, and with <paramref name="dependents"/> all that hangs on it too. What has not finished, or waits for
    /// what failed, is <see cref="WorkErrorCode.Conflict"/>.
    /// </summary>
    Task<EnqueueResult> RerunAsync(string id, bool dependents = false, CancellationToken cancellation = default);

    /// <summary>Removes all finished work that no unfinished work waits for, whatever its <see cref="OneTimeWorkRequest.KeepResultsFor"/> says.</summary>
    /// <returns>How many works that were.</returns>
    Task<int> PruneAsync(CancellationToken cancellation = default);

    /// <summary>The work as it is. An unknown id is <see cref="WorkErrorCode.NotFound"/>.</summary>
    Task<WorkInfo> GetAsync(string id, CancellationToken cancellation = default);

    /// <summary>
    /// The work when it is finished, or as it is when the wait is over. The wait is at most <see cref="WorkClientOptions.LongestWait"/>.
    /// </summary>
    Task<WorkInfo> GetAsync(string id, TimeSpan wait, CancellationToken cancellation = default);

    /// <summary>The work once it is finished, however it finished, and however long that takes.</summary>
    Task<WorkInfo> WaitForFinishedAsync(string id, CancellationToken cancellation = default);

    /// <summary>
    /// The works that match, newest enqueue first; null is all. Pages are read as the caller goes on. No work comes twice; one that is enqueued
    /// meanwhile may be missed.
    /// </summary>
    IAsyncEnumerable<WorkInfo> ListAsync(WorkQuery? query = null, CancellationToken cancellation = default);

    /// <summary>
    /// The works that match as they are, and then each that matches after each change of it, until the token fires; null is all. A stream that is cut is taken
    /// up where it was, as long as the host can be reached within <see cref="WorkClientOptions.MaxRetries"/>: nothing is missed, but a work may come twice
    /// as it is.
    /// </summary>
    IAsyncEnumerable<WorkInfo> FollowAsync(WorkQuery? query = null, CancellationToken cancellation = default);

    /// <summary>What there is, in numbers.</summary>
    Task<WorkStats> GetStatsAsync(CancellationToken cancellation = default);

    /// <summary>The ended runs of a work, oldest first.</summary>
    Task<IReadOnlyList<AttemptInfo>> GetHistoryAsync(string id, CancellationToken cancellation = default);

    /// <summary>
    /// Cancels a work and what hangs on it; no error when it is finished or unknown.
    /// </summary>
    /// <returns>The ids that this call cancelled; empty also when a retry finds that the first try, whose answer was lost, has done it.</returns>
    Task<IReadOnlyList<string>> CancelAsync(string id, CancellationToken cancellation = default);

    /// <summary>Cancels all unfinished works that carry a unique name, and what hangs on them; no error when there are none.</summary>
    /// <returns>The ids that this call cancelled.</returns>
    Task<IReadOnlyList<string>> CancelUniqueWorkAsync(string name, CancellationToken cancellation = default);

    /// <summary>Cancels all unfinished works with a tag, and what hangs on them; no error when there are none.</summary>
    /// <returns>The ids that this call cancelled.</returns>
    Task<IReadOnlyList<string>> CancelAllWorkByTagAsync(string tag, CancellationToken cancellation = default);

    /// <summary>Cancels all unfinished works.</summary>
    /// <returns>The ids that this call cancelled.</returns>
    Task<IReadOnlyList<string>> CancelAllWorkAsync(CancellationToken cancellation = default);

    /// <summary>The workers that the host has.</summary>
    Task<IReadOnlyList<WorkerInfo>> ListWorkersAsync(CancellationToken cancellation = default);
}
