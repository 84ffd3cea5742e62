namespace Work.Benchmarks.Load;

/// <summary>Several connections that share one number of requests: each sends its next when its last is answered.</summary>
internal static class Lanes
{
    /// <summary>Sends the same request so many times, or until the time is over; how many were answered, all with that status.</summary>
    public static async Task<int> SendAsync(Connection[] lanes, ReadOnlyMemory<byte> request, int status, int count, TimeSpan? limit = null)
    {
        int next = 0;
        int answered = 0;
        long begun = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(lanes.Select(lane => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) <= count && !(TimeProvider.System.GetElapsedTime(begun) > limit))
            {
                await lane.SendAsync(request, status);
                Interlocked.Increment(ref answered);
            }
        })));
        return answered;
    }
}
