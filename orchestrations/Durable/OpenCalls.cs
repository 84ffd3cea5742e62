using Microsoft.DurableTask;

namespace Work.Orchestrations;

/// <summary>Counts the calls that an orchestration has out, and says when one has ended.</summary>
internal sealed class OpenCalls(Action ended)
{
    private int count;

    internal bool IsQuiet => count == 0;

    internal void Begin() => count++;

    internal void End() => count--;

    /// <summary>Lets a call go on whose result and failure change nothing.</summary>
    internal async Task WatchAsync(Task call)
    {
        Begin();
        try
        {
            await call;
        }
        catch (TaskFailedException)
        {
            // Others do later what it was for.
        }

        End();
        ended();
    }
}
