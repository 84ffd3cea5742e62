namespace Work.Embedded.Storage;

/// <summary>A write whose caller awaits it.</summary>
internal sealed class StoreTask<T>(Func<StoreWriter, T> write) : IStoreWrite
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    /// <summary>Ends when the write is on disk.</summary>
    public Task<T> Task => done.Task;

    public void Apply(StoreWriter writer) => result = write(writer);

    public void Committed() => done.TrySetResult(result!);

    public void Failed(Exception reason) => done.TrySetException(reason);
}
