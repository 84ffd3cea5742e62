namespace Work.Simulation.World;

/// <summary>Makes the thread pool of this process one thread, so that nothing happens beside the loop.</summary>
internal static class Alone
{
    /// <exception cref="InvalidOperationException">The runtime refuses.</exception>
    public static void Begin()
    {
        if (!ThreadPool.SetMinThreads(1, 1) || !ThreadPool.SetMaxThreads(1, 1))
        {
            throw new InvalidOperationException("The thread pool cannot be made one thread.");
        }
    }
}
