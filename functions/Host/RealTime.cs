namespace Work.Functions.Host;

/// <summary>
/// The time that this process and its callers live in: what pauses between looks, and waits for what was sent, are measured by. It goes on where the host's
/// clock is virtual and stands still. By itself the system's time.
/// </summary>
public class RealTime : TimeProvider;
