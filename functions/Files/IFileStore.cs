namespace Work.Functions.Files;

/// <summary>
/// Named files that outlive a run: what transfers fetch, what archives are made of, and payloads too large for a message.
/// A name is a relative path with <c>/</c> between its segments; <see cref="FileNames.Fault"/> holds the rule.
/// A file that can be seen is whole: it appears, and is replaced, in one step that survives a power cut.
/// </summary>
/// <remarks>
/// Shaped so that a folder and an object store can both keep the promises: bytes are only ever appended, in blocks that a flush makes durable,
/// and an ETag tells versions of a file apart. Where two write one name at once, one of them stays, whole. All operations throw <see cref="FileRefusedException"/> for a name that the store will not touch,
/// <see cref="FileStoreUnavailableException"/> when the storage is elsewhere and cannot be reached or does not serve, and another <see cref="IOException"/> when it
/// fails here (no room, for example); another try may mend both.
/// </remarks>
public interface IFileStore
{
    /// <summary>Looks a file up.</summary>
    /// <returns>What is known of it, or null when there is none.</returns>
    Task<StoredFile?> FindAsync(string name, CancellationToken cancellation = default);

    /// <summary>
    /// Opens a file to be read from its start. Its bytes are those of one version: when the file is replaced in the meantime, the stream goes on with what it opened,
    /// or fails with an <see cref="IOException"/> where the storage keeps no older version.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    Task<Stream> OpenReadAsync(string name, CancellationToken cancellation = default);

    /// <summary>Writes a whole file. It is durable, and replaces what had the name, once this returns; when anything throws, nothing has changed.</summary>
    /// <param name="name">The name.</param>
    /// <param name="write">Writes the content. The stream can only be written, in order.</param>
    /// <param name="cancellation">Gives the write up.</param>
    Task<StoredFile> WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default);

    /// <summary>
    /// Opens what was appended under this name and never committed, at its durable end; empty when there is nothing. Where several processes share the store, it is
    /// taken over from another process that has it open: whatever that one appends afterwards is refused.
    /// </summary>
    /// <exception cref="IOException">Someone else in this process has it open.</exception>
    Task<PartialFile> OpenPartialAsync(string name, CancellationToken cancellation = default);

    /// <summary>Deletes a file. A partial file of the same name stays.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteAsync(string name, CancellationToken cancellation = default);

    /// <summary>Lists the files whose names begin with the prefix (any text, not only whole segments), in ordinal order (beyond ASCII, in that of the storage). Partial files are not listed.</summary>
    IAsyncEnumerable<StoredFile> ListAsync(string prefix = "", CancellationToken cancellation = default);
}
