namespace Work.Functions.Files;

/// <summary>Whole contents in memory, for small files.</summary>
public static class FileStoreContent
{
    /// <summary>Writes a whole file, with the promises of <see cref="IFileStore.WriteAsync"/>.</summary>
    public static Task<StoredFile> WriteBytesAsync(
        this IFileStore files, string name, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) =>
        files.WriteAsync(name, (stream, cancel) => stream.WriteAsync(content, cancel).AsTask(), cancellation);

    /// <summary>Reads a whole file.</summary>
    /// <returns>Its bytes, or null when there is no such file.</returns>
    public static async Task<byte[]?> ReadBytesAsync(this IFileStore files, string name, CancellationToken cancellation = default)
    {
        try
        {
            await using var stream = await files.OpenReadAsync(name, cancellation);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancellation);
            return content.ToArray();
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
