using Work.Functions.Files;

namespace Work.Functions.Tests.Works;

/// <summary>A file store whose nth delete fails, as when its process dies there.</summary>
internal sealed class FailingFiles(IFileStore files, int failingDelete) : IFileStore
{
    private int deletes;

    public Task<StoredFile?> FindAsync(string name, CancellationToken cancellation = default) => files.FindAsync(name, cancellation);

    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellation = default) => files.OpenReadAsync(name, cancellation);

    public Task<StoredFile> WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default) => files.WriteAsync(name, write, cancellation);

    public Task<PartialFile> OpenPartialAsync(string name, CancellationToken cancellation = default) => files.OpenPartialAsync(name, cancellation);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellation = default) =>
        Interlocked.Increment(ref deletes) == failingDelete ? throw new IOException("The store is out of reach.") : files.DeleteAsync(name, cancellation);

    public IAsyncEnumerable<StoredFile> ListAsync(string prefix = "", CancellationToken cancellation = default) => files.ListAsync(prefix, cancellation);
}
