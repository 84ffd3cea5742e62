namespace Work.Functions.Files;

/// <summary>
/// A partial file: its bytes, and beside them a note that says where they come from and how many are durable. The note is the authority: bytes
/// beyond its length are cut off on opening, since a power cut may have left the length of a file without its content.
/// The note is replaced after the bytes are flushed, so that it never promises too much; on a restart it is replaced, durably, before the bytes
/// are touched, so that it never speaks of another source's bytes. A crash between two steps leaves fewer bytes than there were, never wrong ones;
/// a crash between the commit's rename and the end of the note leaves a note without bytes, which counts as empty.
/// </summary>
internal sealed class FolderPartialFile : PartialFile
{
    private readonly string path;
    private readonly Func<string, StoredFile> publish;
    private readonly FileStream bytes;
    private Action? release;
    private PartialNote? note;
    private long length;

    /// <param name="name">The name it will have.</param>
    /// <param name="path">Where its bytes lie.</param>
    /// <param name="publish">Renames a flushed file to its name.</param>
    /// <param name="release">Called once, when it is closed.</param>
    public FolderPartialFile(string name, string path, Func<string, StoredFile> publish, Action release)
    {
        Name = name;
        this.path = path;
        this.publish = publish;
        this.release = release;
        bytes = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        try
        {
            note = PartialNote.Read(path);
            length = Math.Min(note?.DurableLength ?? 0, bytes.Length);
            bytes.SetLength(length);
            bytes.Position = length;
            note = note is null ? null : note with { DurableLength = length };
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    public override string Name { get; }

    public override long Length => length;

    public override long DurableLength => note?.DurableLength ?? 0;

    public override PartialSource? Source => note?.Source;

    public override Task RestartAsync(PartialSource source, CancellationToken cancellation = default)
    {
        note = new PartialNote(source, 0);
        note.Write(path);
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
        bytes.SetLength(0);
        length = 0;
        return Task.CompletedTask;
    }

    public override async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        if (note is null)
        {
            throw new InvalidOperationException($"Nothing is known of where the bytes of '{Name}' come from.");
        }

        await this.bytes.WriteAsync(bytes, cancellation);
        length += bytes.Length;
    }

    public override Task FlushAsync(CancellationToken cancellation = default)
    {
        if (note is not null && note.DurableLength != length)
        {
            bytes.Flush(flushToDisk: true);
            note = note with { DurableLength = length };
            note.Write(path);
        }

        return Task.CompletedTask;
    }

    public override Stream OpenRead() =>
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 65_536, useAsync: true);

    public override async Task<StoredFile> CommitAsync(CancellationToken cancellation = default)
    {
        // Not through FlushAsync: a file may be empty, and a note would be written only to be deleted.
        bytes.Flush(flushToDisk: true);
        await bytes.DisposeAsync();
        var file = publish(path);
        PartialNote.Delete(path);
        return file;
    }

    public override async Task DiscardAsync(CancellationToken cancellation = default)
    {
        await bytes.DisposeAsync();
        PartialNote.Delete(path);
        File.Delete(path);
        note = null;
        length = 0;
    }

    protected override async ValueTask CloseAsync()
    {
        await bytes.DisposeAsync();
        if (note is null)
        {
            // Opened for nothing: an empty file would only lie about.
            File.Delete(path);
        }

        Interlocked.Exchange(ref release, null)?.Invoke();
    }
}
