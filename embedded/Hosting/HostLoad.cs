using Microsoft.Extensions.Options;
using Work.Embedded.Engine;

namespace Work.Embedded.Hosting;

/// <summary>
/// Looks at what would grow without end under a flood: activities that wait for a place, and memory. Asking all the time costs nothing, since one look
/// serves for a while; two who look at once both find out.
/// </summary>
internal sealed class HostLoad(DurableEngine engine, IOptions<EmbeddedOptions> options) : IHostLoad
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenCollections = TimeSpan.FromSeconds(5);
    private readonly int mostWaiting = options.Value.MaxWaitingActivities;
    private readonly long mostMemory = (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * options.Value.MaxMemoryShare);
    private Look last = new(long.MinValue, null);
    private long collectedAt = long.MinValue;

    public string? Overload
    {
        get
        {
            var seen = Volatile.Read(ref last);
            if (seen.At != long.MinValue && TimeProvider.System.GetElapsedTime(seen.At) < Freshness)
            {
                return seen.Overload;
            }

            var now = new Look(TimeProvider.System.GetTimestamp(), Find());
            Volatile.Write(ref last, now);
            return now.Overload;
        }
    }

    private string? Find()
    {
        if (engine.QueuedActivities > mostWaiting)
        {
            return $"More than {mostWaiting} runs wait for their place.";
        }

        if (GC.GetTotalMemory(forceFullCollection: false) <= mostMemory)
        {
            return null;
        }

        Collect();
        return "The memory that the host may have is nearly used up.";
    }

    // What counts may be garbage by now, and without new work nothing else may make it go.
    private void Collect()
    {
        var before = Interlocked.Read(ref collectedAt);
        if ((before == long.MinValue || TimeProvider.System.GetElapsedTime(before) >= BetweenCollections)
            && Interlocked.CompareExchange(ref collectedAt, TimeProvider.System.GetTimestamp(), before) == before)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Default, blocking: false);
        }
    }

    private sealed record Look(long At, string? Overload);
}
