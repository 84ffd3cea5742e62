using Work.Model;

namespace Work.Client;

/// <summary>
/// Runs works of external workers in this process: leases them, shows now and then that it is alive, and says how each run ended. Safe for many threads.
/// A <see cref="WorkException"/> with <see cref="WorkErrorCode.Conflict"/> says that the run is over, and by its stop reason why: whoever gets it must stop,
/// since the work may be running elsewhere.
/// </summary>
public interface IWorkLeases
{
    /// <summary>Leases due works, those whose turn it is first. None is no error.</summary>
    /// <param name="workers">The external workers that the caller does the work of.</param>
    /// <param name="max">The most works, 1 to 100. Default 1.</param>
    /// <param name="leaseFor">How long the caller may be silent, 5 s to 1 h; null, the default, is a minute.</param>
    /// <param name="cancellation">Ends the call; what was leased by then goes back when its lease runs out.</param>
    Task<IReadOnlyList<LeaseInfo>> LeaseAsync(IReadOnlyList<string> workers, int max = 1, TimeSpan? leaseFor = null, CancellationToken cancellation = default);

    /// <summary>Renews a lease.</summary>
    /// <param name="leaseToken">The lease.</param>
    /// <param name="progress">What replaces the progress, written as JSON with names in camelCase; null leaves it as it is.</param>
    /// <param name="extendFor">For how long from now; null, the default, is as long as it was taken for.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>When the work goes back unless the lease is renewed again.</returns>
    Task<DateTimeOffset> HeartbeatAsync(string leaseToken, object? progress = null, TimeSpan? extendFor = null, CancellationToken cancellation = default);

    /// <summary>Says how the run ended. The same again is no error.</summary>
    Task CompleteAsync(string leaseToken, LeaseResult result, CancellationToken cancellation = default);
}
