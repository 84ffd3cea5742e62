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
