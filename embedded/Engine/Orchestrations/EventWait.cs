using Microsoft.DurableTask;

namespace Work.Embedded.Engine.Orchestrations;

/// <summary>A wait for an external event, which may be cancelled.</summary>
internal sealed class EventWait<T>(DataConverter converter, CancellationToken token) : OpenTask
{
    private readonly TaskCompletionSource<T> source = new();

    public Task<T> Task => source.Task;

    public override void Complete(string? result)
    {
        try
        {
            source.TrySetResult(converter.Deserialize<T>(result)!);
        }
        catch (Exception unreadable)
        {
            source.TrySetException(unreadable);
        }
    }

    public override void Fail(TaskFailureDetails failure) => throw new NotSupportedException("An event does not fail.");

    public void Cancel() => source.TrySetCanceled(token);
}
