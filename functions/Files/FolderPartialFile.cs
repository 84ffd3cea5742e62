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
    private readonly string _path;
    private readonly Func<string, StoredFile> _publish;
    private readonly FileStream _bytes;
    private Action? _release;
    private PartialNote? _note;
    private long _length;

    /// <param name="name">The name it will have.</param>
    /// <param name="path">Where its bytes lie.</param>
    /// <param name="publish">Renames a flushed file to its name.</param>
    /// <param name="release">Called once, when it is closed.</param>
    public FolderPartialFile(string name, string path, Func<string, StoredFile> publish, Action release)
    {
        Name = name;
        _path = path;
        _publish = publish;
        _release = release;
        _bytes = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        try
        {
            _note = PartialNote.Read(path);
            _length = Math.Min(_note?.DurableLength ?? 0, _bytes.Length);
            _bytes.SetLength(_length);
            _bytes.Position = _length;
            _note = _note is null ? null : _note with { DurableLength = _length };
        }
        catch
        {
            _bytes.Dispose();
            throw;
        }
    }

    public override string Name { get; }

    public override long Length => _length;

    public override long DurableLength => _note?.DurableLength ?? 0;

    public override PartialSource? Source => _note?.Source;

    public override Task RestartAsync(PartialSource source, CancellationToken cancellation = default)
    {
        _note = new PartialNote(source, 0);
        _note.Write(_path);
        DurableFolder.Flush(Path.GetDirectoryName(_path)!);
        _bytes.SetLength(0);
        _length = 0;
        return Task.CompletedTask;
    }

    public override async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        if (_note is null)
        {
            throw new InvalidOperationException($"Nothing is known of where the bytes of '{Name}' come from.");
        }

        await _bytes.WriteAsync(bytes, cancellation);
        _length += bytes.Length;
    }

    public override Task FlushAsync(CancellationToken cancellation = default)
    {
        if (_note is not null && _note.DurableLength != _length)
        {
            _bytes.Flush(flushToDisk: true);
            var note = _note with { DurableLength = _length };
            note.Write(_path);
            _note = note;
        }

        return Task.CompletedTask;
    }

    public override Stream OpenRead() =>
        new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 65_536, useAsync: true);

    public override async Task<StoredFile> CommitAsync(CancellationToken cancellation = default)
    {
        // Not through FlushAsync: a file may be empty, and a note would be written only to be deleted.
        _bytes.Flush(flushToDisk: true);
        await _bytes.DisposeAsync();
        var file = _publish(_path);
        PartialNote.Delete(_path);
        return file;
    }

    public override async Task DiscardAsync(CancellationToken cancellation = default)
    {
        await _bytes.DisposeAsync();
        PartialNote.Delete(_path);
        File.Delete(_path);
        _note = null;
        _length = 0;
    }

    protected override async ValueTask CloseAsync()
    {
        await _bytes.DisposeAsync();
        if (_note is null)
        {
            // Opened for nothing: an empty file would only lie about.
            File.Delete(_path);
        }

        Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}
