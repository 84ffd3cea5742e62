namespace Work.Functions.Files;

/// <summary>
/// A file under construction that survives the run, and the process, that builds it. One at a time has it open; closing it without a commit
/// keeps what was flushed for the next one.
/// </summary>
public abstract class PartialFile : IAsyncDisposable
{
    /// <summary>The name that the file will have.</summary>
    public abstract string Name { get; }

    /// <summary>The bytes appended so far. Right after opening, all of them are durable.</summary>
    public abstract long Length { get; }

    /// <summary>The bytes that a crash at this moment would leave.</summary>
    public abstract long DurableLength { get; }

    /// <summary>What the bytes come from; null when there are none yet.</summary>
    public abstract PartialSource? Source { get; }

    /// <summary>Drops all bytes and begins anew with another source. Both are durable together: old bytes are never taken for the new source's.</summary>
    public abstract Task RestartAsync(PartialSource source, CancellationToken cancellation = default);

    /// <summary>Appends bytes. They are durable after the next flush.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Source"/> is not known: call <see cref="RestartAsync"/> first.</exception>
    public abstract Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default);

    /// <summary>Makes what was appended durable.</summary>
    public abstract Task FlushAsync(CancellationToken cancellation = default);

    /// <summary>Reads the bytes appended so far, from the start. Not to be mixed with appending.</summary>
    public abstract Stream OpenRead();

    /// <summary>Gives the file its name, in place of what had it. It is durable once this returns, and nothing partial is left.</summary>
    public abstract Task<StoredFile> CommitAsync(CancellationToken cancellation = default);

    /// <summary>Drops it all.</summary>
    public abstract Task DiscardAsync(CancellationToken cancellation = default);

    /// <summary>Closes it. What was not flushed may be lost.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets the next one open it.</summary>
    protected abstract ValueTask CloseAsync();
}
