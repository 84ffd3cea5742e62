namespace Work.Embedded.Hosting;

/// <summary>The host's clock and life, for tests and for the testing mode.</summary>
public interface IHostControl
{
    /// <summary>True when time moves only by <see cref="AdvanceToAsync"/>.</summary>
    bool IsVirtual { get; }

    /// <summary>The clock's now.</summary>
    DateTimeOffset Now { get; }

    /// <summary>
    /// Moves the virtual clock to <paramref name="to"/>: fires what falls due on the way in order and waits for idle between. An instant in the
    /// past moves nothing. Calls queue up. Returns the clock's now.
    /// </summary>
    /// <exception cref="InvalidOperationException">The clock is real.</exception>
    Task<DateTimeOffset> AdvanceToAsync(DateTimeOffset to, CancellationToken cancellationToken = default);

    /// <summary>Returns when nothing is runnable and nothing runs but what waits for the clock or for an event.</summary>
    Task WaitIdleAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits on the clock. Inside an activity or a timer function the wait does not count as busy, so the virtual clock may move on; do not use it for
    /// a watch beside work that goes on, since that work would then not count as running: wait on the <see cref="TimeProvider"/> there.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken = default);

    /// <summary>Ends the process at once, as <c>kill -9</c> does: nothing is flushed, nothing is drained.</summary>
    void Crash();
}
