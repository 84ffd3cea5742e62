namespace Work.Functions.Host;

/// <summary>What testing mode asks of its host. Registered only where the clock is virtual: without it the testing paths do not exist.</summary>
public interface ITestHost
{
    /// <summary>The virtual now.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Moves the clock, firing all that falls due on the way in order, and waits for idle between; returns the new now.</summary>
    Task<DateTimeOffset> AdvanceToAsync(DateTimeOffset to, CancellationToken cancellation);

    /// <summary>Waits until nothing is runnable, and nothing runs but what waits for the clock.</summary>
    Task WaitIdleAsync(CancellationToken cancellation);

    /// <summary>Ends the process at once, as kill -9 would.</summary>
    void Crash();
}
