using Microsoft.Extensions.Options;
using Work.Functions.Works;

namespace Work.Functions.Http;

/// <summary>How many streams of events are open in this process. Each takes memory for as long as its caller likes, so there is a bound.</summary>
public sealed class StreamPlaces(IOptions<WorkOptions> options)
{
    private int taken;

    /// <summary>How many there may be.</summary>
    public int Most { get; } = options.Value.MaxEventStreams;

    /// <summary>Takes a place; false when there is none.</summary>
    public bool TryTake()
    {
        if (Interlocked.Increment(ref taken) <= Most)
        {
            return true;
        }

        GiveBack();
        return false;
    }

    /// <summary>Gives a place back.</summary>
    public void GiveBack() => Interlocked.Decrement(ref taken);
}
