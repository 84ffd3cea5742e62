namespace Work.Functions.Host;

/// <summary>
/// The time that this process and its callers live in: what pauses between looks, and waits for what was sent, are measured by. It goes on where the host's
/// clock is virtual and stands still. By itself the system's time.
/// </summary>
public class RealTime : TimeProvider
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Reads until what was read is enough, or so long at most, with pauses that grow from 5 to 200 milliseconds; what was read last.</summary>
    public async Task<T> LookUntilAsync<T>(Func<Task<T>> read, Func<T, bool> isEnough, TimeSpan longest, CancellationToken cancellation)
    {
        long begun = GetTimestamp();
        for (TimeSpan pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            T seen = await read();
            if (isEnough(seen) || GetElapsedTime(begun) > longest)
            {
                return seen;
            }

            await Task.Delay(pause, this, cancellation);
        }
    }
}
