namespace Work.Functions.Host;

/// <summary>How a run waits for time to pass. A host with a virtual clock must know that the run waits, to call itself idle.</summary>
public interface IWorkClock
{
    /// <summary>Waits on the host's clock.</summary>
    /// <exception cref="OperationCanceledException">The token fired first.</exception>
    Task DelayAsync(TimeSpan delay, CancellationToken cancellation);
}

/// <summary>Waits on a time provider: what every host but a testing one needs.</summary>
public sealed class WorkClock(TimeProvider clock) : IWorkClock
{
    /// <inheritdoc/>
    public Task DelayAsync(TimeSpan delay, CancellationToken cancellation) => Task.Delay(delay, clock, cancellation);
}
