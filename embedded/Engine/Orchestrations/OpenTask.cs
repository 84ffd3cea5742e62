using Microsoft.DurableTask;

namespace Work.Embedded.Engine.Orchestrations;

/// <summary>A task that the code waits for and the history will end.</summary>
internal abstract class OpenTask
{
    /// <summary>Whether the execution does not end before it.</summary>
    public bool HoldsExecution { get; init; }

    public abstract void Complete(string? result);

    public abstract void Fail(TaskFailureDetails failure);
}

/// <summary>A task with a result of a type; <paramref name="toException"/> makes what a failure throws.</summary>
internal sealed class OpenTask<T>(DataConverter converter, Func<TaskFailureDetails, Exception> toException) : OpenTask
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

    public override void Fail(TaskFailureDetails failure) => source.TrySetException(toException(failure));
}
