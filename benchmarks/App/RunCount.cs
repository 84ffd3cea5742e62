namespace Work.Benchmarks.App;

/// <summary>How many runs of the worker that does nothing have ended.</summary>
public sealed class RunCount
{
    private long ended;

    /// <summary>The number since the start of the process.</summary>
    public long Ended => Interlocked.Read(ref ended);

    /// <summary>Counts one more.</summary>
    public void Add() => Interlocked.Increment(ref ended);
}
